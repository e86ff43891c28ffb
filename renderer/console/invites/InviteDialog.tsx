import { Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import type { InviteDoc, InviteShare } from '../../../shared/invites/inviteSchemas'
import { displayName } from '../../../shared/participants/participantRules'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { PersonName } from '../../ui/PersonName'
import type { ParticipantView } from '../participants/participantDirectory'
import { isTroubled } from '../replica/outboxEntries'
import { useConsole } from '../shell/ConsoleContext'
import { useSession, useStore } from '../shell/SessionContext'
import { InviteForm } from './InviteForm'
import { InviteResult } from './InviteResult'
import type { InviteSecrets } from './inviteSecrets'

/** How long locking may wait for the note of how the link went. */
const LONGEST_NOTE_MS = 2_000

export interface InviteDialogProps {
  readonly view: ParticipantView
  /** The invite that is sent again; null for a new one. */
  readonly previous: InviteDoc | null
  /** The new link is wanted for a new letter: the sheet before it is void. */
  readonly reprint?: boolean
  /** A new invite is in the queue; its link is still on the screen. */
  readonly onMade?: () => void
  readonly onClose: () => void
}

/** What the result page shows, once. It lives in this component's state and ends with it (I2). */
export interface MadeInvite {
  readonly inviteId: string
  readonly writeId: string
  readonly secrets: Pick<InviteSecrets, 'token' | 'shortCode'>
  /** Null when there is none, or when the old one was kept. */
  readonly verbalCode: string | null
  readonly asksSpokenCode: boolean
}

/** S0.3 to S0.9: choose the code, create, then hand over link and code. */
export function InviteDialog({ view, previous, reprint = false, onMade, onClose }: InviteDialogProps) {
  const [made, setMade] = useState<MadeInvite | null>(null)
  const [share, setShare] = useState<InviteShare>({ link: [], code: [] })
  const [asking, setAsking] = useState(false)
  const { replica } = useSession()
  const { controller } = useConsole()
  const entry = useStore(replica.stores.outbox).get(made?.writeId ?? '')
  const refused = entry !== undefined && isTroubled(entry)
  const keep = (invite: MadeInvite) => {
    setMade(invite)
    onMade?.()
  }
  /** Nothing is lost with an invite that was never made. */
  const close = () => (made && !refused ? setAsking(true) : onClose())
  const note = async ({ link, code }: InviteShare) => {
    if (!made || link.length + code.length === 0) return
    await replica.enqueue({ kind: 'invite.share', writeId: crypto.randomUUID(), inviteId: made.inviteId, link, code })
  }
  const leave = () => {
    void note(share)
    onClose()
  }
  /** Somebody else is about to sit down here: whatever becomes of the note, the console locks. */
  const openedHere = async () => {
    const noted = note({ ...share, link: [...share.link, 'here'] }).catch(() => {})
    await Promise.race([noted, new Promise((resolve) => setTimeout(resolve, LONGEST_NOTE_MS))])
    onClose()
    await controller.lock()
  }
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
  const name = <PersonName name={displayName(view.participant)} />
  const titleOf = () => {
    if (made) return <>Invite for {name}</>
    if (reprint) return <>Print a new letter for {name}</>
    return previous ? <>Send {name} a new invite</> : <>Invite {name} to the portal</>
  }
  return (
    <>
      <Modal opened onClose={close} closeOnClickOutside={false} size="lg" fullScreen={narrow} title={titleOf()}>
        {made ? (
          <InviteResult view={view} made={made} share={share} onShare={setShare} onHere={openedHere} onDone={close} />
        ) : (
          <InviteForm view={view} previous={previous} reprint={reprint} onMade={keep} onCancel={onClose} />
        )}
      </Modal>
      <ConfirmDialog
        opened={asking}
        title="Have you handed over the link?"
        consequence="It cannot be shown again after closing, as only its fingerprint is kept. If it is needed later, “Resend” makes a new link and voids this one."
        confirmLabel="Close"
        cancelLabel="Go back"
        onConfirm={leave}
        onCancel={() => setAsking(false)}
      />
    </>
  )
}
