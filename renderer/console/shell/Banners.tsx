import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCloudOff, IconDeviceFloppy, IconLock, IconShieldExclamation } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { fullName } from '../../../shared/participants/participantRules'
import { ALARM_WORDS, NEXT_STEP, witnessCommand } from '../audit/auditWords'
import { witnessOf } from '../audit/seenHead'
import { RestoreBanner } from '../backup/RestoreBanner'
import { UndoneBanner } from '../backup/UndoneBanner'
import { participantOf } from '../replica/outboxEntries'
import { outboxTitle } from '../sync/outboxWords'
import { Banner } from './Banner'
import { useConsole } from './ConsoleContext'
import type { ReplicaTrouble } from './consoleState'
import { useSession, useStore, useSyncState } from './SessionContext'
import classes from './Shell.module.css'
import { SignInButton } from './SignInBar'
import type { ConsoleSession } from './session'
import { CopyDiagnostics } from './TroublePages'

export interface BannersProps {
  readonly signedIn: boolean
  readonly failure: ReplicaTrouble | null
}

/** What a person must know before they go on working, the most serious first. */
export function Banners({ signedIn, failure }: BannersProps) {
  const { controller, seenLog } = useConsole()
  const session = useSession()
  const { storage, replica } = session
  useStore(replica.stores.outbox)
  const { alarm, problem, link } = useSyncState()
  // What syncing has noticed, or the audit page: of this person or of whoever else works on this console.
  const seen = useSyncExternalStore(seenLog.subscribe, seenLog.get)
  const broken = alarm ? ALARM_WORDS.not_extending : seen.alarm && ALARM_WORDS[seen.alarm]
  const command = witnessCommand(witnessOf(seen, replica.meta().witness))
  const unsaved = failure ?? (problem === null ? null : { kind: 'unknown' as const, page: null, message: problem })
  return (
    <div className={classes.banners}>
      {unsaved ? (
        <Banner
          tone="danger"
          icon={IconAlertTriangle}
          alert
          words={`${unkeptWords(session)} Open the records again before you go on.`}
          action={
            <>
              <CopyDiagnostics trouble={unsaved} />
              <Button size="compact-sm" onClick={() => void controller.retry()}>
                Open again
              </Button>
            </>
          }
        />
      ) : null}
      {broken ? (
        <Banner
          tone="danger"
          icon={IconShieldExclamation}
          alert
          words={`Alarm: the audit log cannot be trusted. ${broken} ${NEXT_STEP} ${command}`}
          action={<CopyDiagnostics trouble={{ kind: 'unknown', page: null, message: `${broken} ${command}` }} />}
        />
      ) : null}
      <RestoreBanner />
      <UndoneBanner />
      {storage === 'memory' ? (
        <Banner
          tone="warn"
          icon={IconDeviceFloppy}
          words="Nothing is kept on this computer. Changes that have not reached the server are lost when this console locks or closes."
        />
      ) : null}
      {link === 'not_allowed' ? (
        <Banner
          tone="warn"
          icon={IconLock}
          words="The server does not let this account work with records on this console. Changes wait here. Ask an administrator."
        />
      ) : link === 'signed_out' || !signedIn ? (
        <Banner
          tone="info"
          icon={IconCloudOff}
          words={
            link === 'offline'
              ? 'Signed in on this computer only. Changes wait here until you sign in, once the server can be reached.'
              : 'Signed in on this computer only. Sign in to send changes.'
          }
          action={link === 'offline' ? null : <SignInButton />}
        />
      ) : null}
    </div>
  )
}

const MOST_NAMED = 3

/** What looks queued on the screen and will not be there when the records are opened again. */
function unkeptWords({ replica, directory }: ConsoleSession): string {
  const { invites, outbox } = replica.stores
  const titles = replica.unkept().map((item) => {
    const person = directory.get(participantOf(item, invites, outbox.all()) ?? '')?.participant
    return outboxTitle(item, person ? fullName(person) : 'somebody')
  })
  if (titles.length === 0) return 'Something could not be saved on this computer.'
  const more = titles.length > MOST_NAMED ? `, and ${titles.length - MOST_NAMED} more` : ''
  return `Not saved on this computer, so it has to be done again: ${titles.slice(0, MOST_NAMED).join('; ')}${more}.`
}
