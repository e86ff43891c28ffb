import { Button } from '@mantine/core'
import { IconDeviceTabletCheck } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { ClinicDoc } from '../../../shared/clinic/clinicSchemas'
import { inviteState, isLiving } from '../../../shared/invites/inviteRules'
import type { InviteDoc } from '../../../shared/invites/inviteSchemas'
import { kioskUrl } from '../../../shared/kiosk/kioskRules'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import classes from '../invites/Invites.module.css'
import { useSession, useStore, useSyncState } from '../shell/SessionContext'
import { countUnsent, leavingWords } from '../shell/unsentWords'
import { openKioskPage } from './openKioskPage'

export interface AcceptHereProps {
  /** Null while the server does not have the invite. */
  readonly doc: InviteDoc | null
  readonly token: string
  readonly clinic: ClinicDoc
  readonly now: Date
  /** A verbal code stands on the screen that is about to go. */
  readonly codeShown: boolean
  /** The page is there: notes it, drops the link and locks this console. */
  readonly onOpened: () => Promise<void>
}

/** Product item 11: the participant accepts on this computer, behind a console that is locked. */
export function AcceptHere({ doc, token, clinic, now, codeShown, onOpened }: AcceptHereProps) {
  const { link } = useSyncState()
  const reasonId = useId()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const why = obstacle(doc, link === 'online', now)
  const open = async () => {
    setBusy(true)
    setFailed(false)
    const there = await openKioskPage(kioskUrl(clinic.portalUrl, token))
    setAsking(false)
    setBusy(false)
    if (there) await onOpened()
    else setFailed(true)
  }
  return (
    <div className={classes.email}>
      <Button
        variant="default"
        leftSection={<IconDeviceTabletCheck size={16} aria-hidden />}
        disabled={why !== null}
        aria-describedby={reasonId}
        onClick={() => setAsking(true)}
      >
        Accept on this computer
      </Button>
      <p id={reasonId} className={classes.soft} role="status">
        {failed ? (
          <span className={classes.problem}>
            The page did not open, so this console was not locked. Allow this site to open windows, and try again.{' '}
          </span>
        ) : null}
        {why}
      </p>
      <ConfirmDialog
        opened={asking}
        title="Accept on this computer?"
        consequence={<Consequence codeShown={codeShown} />}
        confirmLabel="Lock and open"
        busy={busy}
        onConfirm={() => void open()}
        onCancel={() => setAsking(false)}
      />
    </div>
  )
}

function obstacle(doc: InviteDoc | null, online: boolean, now: Date): string | null {
  if (!online) return 'Not possible offline: the participant’s page comes from the server.'
  if (doc === null) return 'Possible as soon as the server has this invite.'
  return isLiving(inviteState(doc, now)) ? null : 'This invite is over.'
}

/** Also what becomes of changes that only memory holds: locking loses them. */
function Consequence({ codeShown }: Pick<AcceptHereProps, 'codeShown'>) {
  const { replica, storage } = useSession()
  const unsent = countUnsent(useStore(replica.stores.outbox).all())
  return (
    <>
      {codeShown ? 'Tell the verbal code first: it is not shown again. ' : null}
      This console locks, and the participant’s page opens; the link works nowhere else then. Hand over the computer.
      The page closes by itself when they have finished, or after 5 minutes without a touch, and nothing of it stays on
      this computer. Unlock the console when you have the computer back.
      {storage === 'memory' && unsent > 0 ? <p>{leavingWords('lock', storage, unsent).consequence}</p> : null}
    </>
  )
}
