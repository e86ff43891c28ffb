import { useState } from 'react'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { displayName } from '../../../shared/participants/participantRules'
import type { Participant } from '../../../shared/participants/participantSchemas'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { PersonName } from '../../ui/PersonName'
import { useSession, useSyncState } from '../shell/SessionContext'
import { AcceptDialog } from './AcceptDialog'
import { DenyDialog } from './DenyDialog'
import { ExtendDialog } from './ExtendDialog'

export type Step = 'acknowledge' | 'extend' | 'accept' | 'deny'
export interface Asking {
  readonly step: Step
  readonly correction: CorrectionDoc
}

type Wish = OutboxItem extends infer Item
  ? Item extends { kind: `correction.${string}` }
    ? Omit<Item, 'writeId' | 'participantId' | 'correctionId'>
    : never
  : never

const allOf = ({ changes }: CorrectionDoc) => changes.map(({ path }) => path)

export interface CorrectionDialogProps {
  readonly participant: Participant
  readonly asking: Asking | null
  readonly onDone: () => void
}

/** Asks before each step and says what follows. Pressing only queues a command; the server decides whether it still can be done. */
export function CorrectionDialog({ participant, asking, onDone }: CorrectionDialogProps) {
  const { replica } = useSession()
  const { link } = useSyncState()
  // The dialog fades out with the words it had.
  const [shown, setShown] = useState(asking)
  if (asking !== null && asking !== shown) setShown(asking)
  if (shown === null) return null
  const { step, correction } = shown
  const send = (wish: Wish) => {
    const about = { participantId: participant.id, correctionId: correction.id }
    void replica.enqueue({ ...wish, ...about, writeId: crypto.randomUUID() } as OutboxItem)
    onDone()
  }
  const common = {
    opened: asking !== null,
    onCancel: onDone,
    name: <PersonName name={displayName(participant)} />,
    when: link === 'online' ? 'as soon as the server has this' : 'when this console is online again',
    correction,
  }
  // A new form for each request: words for one must never go to another.
  const key = `${step} ${correction.id}`
  switch (step) {
    case 'acknowledge':
      return (
        <ConfirmDialog
          {...common}
          title={<>Acknowledge the request of {common.name}?</>}
          consequence={`They read in the portal, ${common.when}, that the clinic has the request and looks at it. Nothing is decided and the due date stays.`}
          confirmLabel="Acknowledge"
          onConfirm={() => send({ kind: 'correction.acknowledge' })}
        />
      )
    case 'extend':
      return (
        <ExtendDialog
          key={key}
          {...common}
          onConfirm={(until, reason) => send({ kind: 'correction.extend', until, reason })}
        />
      )
    case 'accept':
      return (
        <AcceptDialog
          key={key}
          {...common}
          onConfirm={(answer) => send({ kind: 'correction.decide', accepted: allOf(correction), ground: null, answer })}
        />
      )
    case 'deny':
      return (
        <DenyDialog
          key={key}
          {...common}
          onConfirm={(ground, answer) => send({ kind: 'correction.decide', accepted: [], ground, answer })}
        />
      )
  }
}
