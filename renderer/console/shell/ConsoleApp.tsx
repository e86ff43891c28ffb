import { type ReactNode, Suspense } from 'react'
import { FirstPasswordPage } from '../signIn/FirstPasswordPage'
import { RemovedPage } from '../signIn/RemovedPage'
import { SignInPage } from '../signIn/SignInPage'
import { StoragePage } from '../signIn/StoragePage'
import { SuspendedPage } from '../signIn/SuspendedPage'
import { UnlockPage } from '../signIn/UnlockPage'
import { VaultPage } from '../signIn/VaultPage'
import { WaitingPage } from '../signIn/WaitingPage'
import { ConsoleContext, type ConsoleParts, useConsoleState } from './ConsoleContext'
import type { ConsoleState } from './consoleState'
import { IdleLock } from './IdleLock'
import { lazyPart } from './lazyPart'
import { QuietWait } from './QuietWait'
import { KeychainFailedPage, KeyGonePage, TroublePage, UnreachablePage } from './TroublePages'
import { useNoticesEnd } from './useNoticesEnd'

const Shell = lazyPart(() => import('./Shell'), 'Shell')
const AuditorConsole = lazyPart(() => import('../audit/AuditorConsole'), 'AuditorConsole')

/** One screen per place; nothing of an open session survives on any other (R4). */
export function ConsoleApp({ parts }: { readonly parts: ConsoleParts }) {
  const state = useConsoleState(parts.controller)
  useNoticesEnd(state)
  return (
    <ConsoleContext value={parts}>
      <IdleLock state={state} />
      <Suspense fallback={<QuietWait words="Opening" />}>{screenOf(state)}</Suspense>
    </ConsoleContext>
  )
}

function screenOf(state: ConsoleState): ReactNode {
  switch (state.at) {
    case 'starting':
      return <QuietWait words="Starting" />
    case 'opening':
      return <QuietWait words="Opening the records on this computer" />
    case 'unreachable':
      return <UnreachablePage />
    case 'vault':
      return <VaultPage suspended={state.suspended} />
    case 'storage':
      return <StoragePage />
    case 'signIn':
      return <SignInPage people={state.people} notice={state.notice} />
    case 'unlock':
      return <UnlockPage people={state.people} staffId={state.staffId} notice={state.notice} />
    case 'firstPassword':
      return <FirstPasswordPage me={state.me} />
    case 'waiting':
      return <WaitingPage me={state.me} />
    case 'auditLog':
      return <AuditorConsole key={state.staffId} me={state.me} />
    case 'keyGone':
      return <KeyGonePage />
    case 'keychainFailed':
      return <KeychainFailedPage />
    case 'trouble':
      return <TroublePage trouble={state.trouble} />
    case 'suspended':
      return <SuspendedPage />
    case 'removed':
      return <RemovedPage />
    case 'open':
      return <Shell session={state.session} signedIn={state.signedIn} failure={state.failure} />
  }
}
