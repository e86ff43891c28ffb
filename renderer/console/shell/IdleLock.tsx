import { useEffect } from 'react'
import { DEFAULT_LOCK_MINUTES } from '../../../shared/ipc/idleRules'
import { useConsole } from './ConsoleContext'
import { type ConsoleState, presentIn } from './consoleState'
import { momentNow, watchIdle } from './idleWatch'
import { useStore } from './SessionContext'
import type { ConsoleSession } from './session'

/** W2: locks when nobody has touched the console for that long, and tells the desktop that somebody is there, which locks where no page does. */
export function useIdleLock(minutes: number): void {
  const { controller, desktop } = useConsole()
  useEffect(
    () =>
      watchIdle({
        limitMs: minutes * 60_000,
        onIdle: () => void controller.lock(),
        onTouched: () => void desktop.lock.touched.mutate({ minutes }).catch(() => undefined),
        target: window,
        now: momentNow,
      }),
    [controller, desktop, minutes],
  )
}

/** For every screen behind the door, whatever it shows: also one that waits or tells of trouble stands on an unlocked desktop. */
export function IdleLock({ state }: { readonly state: ConsoleState }) {
  if (state.at === 'open') return <OpenIdleLock session={state.session} />
  // The auditors' console knows the clinic's limit itself, and no replica does.
  return presentIn(state) === null || state.at === 'auditLog' ? null : <PlainIdleLock />
}

function OpenIdleLock({ session }: { readonly session: ConsoleSession }) {
  const clinic = useStore(session.replica.stores.clinic).get('clinic')
  useIdleLock(clinic?.settings.consoleLockMinutes ?? DEFAULT_LOCK_MINUTES)
  return null
}

function PlainIdleLock() {
  useIdleLock(DEFAULT_LOCK_MINUTES)
  return null
}
