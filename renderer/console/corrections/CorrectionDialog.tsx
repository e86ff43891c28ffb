import { useState } from 'react'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { PersonName } from '../../ui/PersonName'
import { useSyncState } from '../shell/SessionContext'
import { DecisionSummary } from './DecisionSummary'
import type { DecisionWords } from './decisionDraft'
import { ExtendDialog } from './ExtendDialog'
import { RebutDialog } from './RebutDialog'

/** The step that is asked about; `words` are those of one that was not done, to begin with. */
export type Asking =
  | { readonly step: 'acknowledge' | 'review' | 'close' }
  | { readonly step: 'extend' | 'rebut'; readonly words: string }
  | { readonly step: 'decide'; readonly decision: DecisionWords }

export type CorrectionStep = OutboxItem extends infer Item
  ? Item extends { kind: `correction.${string}` }
    ? Omit<Item, 'writeId' | 'participantId' | 'correctionId'>
    : never
  : never

export interface CorrectionDialogProps {
  readonly correction: CorrectionDoc
  readonly name: string
  readonly asking: Asking | null
  readonly busy: boolean
  readonly onSend: (step: CorrectionStep) => void
  readonly onCancel: () => void
}

/** Asks before each step and says what follows. Pressing only queues a command; the server decides whether it still can be done. */
export function CorrectionDialog({ correction, name, asking, busy, onSend, onCancel }: CorrectionDialogProps) {
  const { link } = useSyncState()
  // The dialog fades out with the words it had.
  const [shown, setShown] = useState(asking)
  const [turn, setTurn] = useState(0)
  if (asking !== null && asking !== shown) {
    setShown(asking)
    // A new form each time: words for one step must never go to another.
    setTurn(turn + 1)
  }
  if (shown === null) return null
  const common = {
    opened: asking !== null,
    busy,
    onCancel,
    name: <PersonName name={name} />,
    when: link === 'online' ? 'as soon as the server has this' : 'when this console is online again',
    correction,
  }
  switch (shown.step) {
    case 'extend':
      return (
        <ExtendDialog
          key={turn}
          {...common}
          begunWith={shown.words}
          onConfirm={(until, reason) => onSend({ kind: 'correction.extend', until, reason })}
        />
      )
    case 'rebut':
      return (
        <RebutDialog
          key={turn}
          {...common}
          begunWith={shown.words}
          onConfirm={(text) => onSend({ kind: 'correction.rebut', text })}
        />
      )
    case 'decide':
      return <DecideDialog {...common} decision={shown.decision} onSend={onSend} />
    default:
      return <PlainDialog {...common} step={shown.step} onSend={onSend} />
  }
}

interface AskProps {
  readonly opened: boolean
  readonly busy: boolean
  readonly name: React.ReactNode
  readonly when: string
  readonly correction: CorrectionDoc
  readonly onCancel: () => void
  readonly onSend: (step: CorrectionStep) => void
}

function DecideDialog({ correction, name, when, decision, onSend, ...dialog }: AskProps & { decision: DecisionWords }) {
  const denies = decision.ground !== null
  return (
    <ConfirmDialog
      {...dialog}
      danger={denies}
      title={<>Send this decision to {name}?</>}
      consequence={`They get the letter and read it in the portal ${when}${denies ? ', and can answer with a statement of disagreement that is kept with the request' : ''}. A decision cannot be taken back. If somebody else decides first, or an accepted field has changed meanwhile, nothing is done and you are told.`}
      confirmLabel="Send the decision"
      onConfirm={() => onSend({ kind: 'correction.decide', ...decision, accepted: [...decision.accepted] })}
    >
      <DecisionSummary changes={correction.changes} {...decision} answer="" />
    </ConfirmDialog>
  )
}

function PlainDialog({ step, name, when, onSend, ...dialog }: AskProps & { step: 'acknowledge' | 'review' | 'close' }) {
  switch (step) {
    case 'acknowledge':
      return (
        <ConfirmDialog
          {...dialog}
          title={<>Acknowledge the request of {name}?</>}
          consequence={`They read in the portal, ${when}, that the clinic has the request and looks at it. Nothing is decided and the due date stays.`}
          confirmLabel="Acknowledge"
          onConfirm={() => onSend({ kind: 'correction.acknowledge' })}
        />
      )
    case 'review':
      return (
        <ConfirmDialog
          {...dialog}
          title={<>Start to review the request of {name}?</>}
          consequence={`It is in your hands then, and colleagues see that. They read in the portal, ${when}, that somebody works on it. The due date stays.`}
          confirmLabel="Start the review"
          onConfirm={() => onSend({ kind: 'correction.review' })}
        />
      )
    case 'close':
      return (
        <ConfirmDialog
          {...dialog}
          title={<>Close the request of {name}?</>}
          consequence={`Nothing more follows then, from either side. The request, the decision and the statement stay on file. It takes effect ${when} and cannot be taken back.`}
          confirmLabel="Close the request"
          onConfirm={() => onSend({ kind: 'correction.close' })}
        />
      )
  }
}
