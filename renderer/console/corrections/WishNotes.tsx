import { Alert, Button } from '@mantine/core'
import { IconAlertTriangle, IconHourglass } from '@tabler/icons-react'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { formatDate } from '../../ui/formatDate'
import { useDateFormat, useDayFormat } from '../participants/clinicHooks'
import { isTroubled, isUnsettled } from '../replica/outboxEntries'
import { useSession, useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { CancelButton } from '../sync/CancelButton'
import { outboxReason } from '../sync/outboxWords'
import classes from './Corrections.module.css'
import type { Step } from './correctionSteps'
import type { CorrectionItem, CorrectionWish } from './correctionWishes'
import { QUEUED_WORDS } from './correctionWords'
import { DecisionSummary } from './DecisionSummary'
import { DecisionsCompared } from './DecisionsCompared'
import { wordsOf } from './decisionDraft'

export interface WishNotesProps {
  readonly correction: CorrectionDoc
  readonly wishes: readonly CorrectionWish[]
  /** What can still be done about the request. */
  readonly steps: ReadonlySet<Step>
  /** Begins a step again with the words of one that was not done. */
  readonly onAgain: (wish: CorrectionWish) => void
}

/** What this console wants of the request and the server has not done: still waiting, or answered with a reason. */
export function WishNotes({ correction, wishes, steps, onAgain }: WishNotesProps) {
  return (
    <>
      {wishes
        .filter(({ entry }) => isTroubled(entry))
        .map((wish) => (
          <Trouble key={wish.item.writeId} correction={correction} wish={wish} steps={steps} onAgain={onAgain} />
        ))}
      {wishes
        .filter(({ entry }) => isUnsettled(entry))
        .map((wish) => (
          <Waiting key={wish.item.writeId} correction={correction} wish={wish} />
        ))}
    </>
  )
}

type NoteProps = Pick<WishNotesProps, 'correction'> & { readonly wish: CorrectionWish }

/** Never in the past tense. */
function Waiting({ correction, wish: { entry, item } }: NoteProps) {
  const { link } = useSyncState()
  const format = useDateFormat()
  const queued = entry.state === 'queued'
  const state = !queued
    ? 'was sent, the answer is awaited'
    : link === 'online'
      ? 'is being sent'
      : 'queued, takes effect when online'
  return (
    <Alert color="blue" icon={<IconHourglass aria-hidden />} title={`${QUEUED_WORDS[item.kind]} ${state}`}>
      <div className={classes.noteBody}>
        <p className={classes.why}>
          Made {formatDate(entry.madeAt, 'dateTime', format)}. The request stays as it is until the server has answered.
        </p>
        <ItemWords correction={correction} item={item} />
        {queued ? (
          <div className={classes.noteActions}>
            <CancelButton entry={entry} title={QUEUED_WORDS[item.kind]} />
          </div>
        ) : null}
      </div>
    </Alert>
  )
}

const AGAIN: Partial<Record<CorrectionItem['kind'], { readonly step: Step; readonly label: string }>> = {
  'correction.decide': { step: 'decide', label: 'Decide again with these words' },
  'correction.accept': { step: 'decide', label: 'Decide again with these words' },
  'correction.deny': { step: 'decide', label: 'Decide again with these words' },
  'correction.extend': { step: 'extend', label: 'Extend again with this reason' },
  'correction.rebut': { step: 'rebut', label: 'Answer again with these words' },
}

/** Its reason and the words that were written, until a person has read them; and the way on, where there is one. */
function Trouble({ correction, wish, steps, onAgain }: NoteProps & Omit<WishNotesProps, 'wishes'>) {
  const { replica } = useSession()
  const say = useSay()
  const { entry, item } = wish
  const mine = wordsOf(item, correction)
  const again = AGAIN[item.kind]
  const compared = mine !== null && correction.decidedAt !== null
  return (
    <Alert
      color="danger"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={`${QUEUED_WORDS[item.kind]} was not done`}
    >
      <div className={classes.noteBody}>
        <p className={classes.why}>{say(outboxReason(entry) ?? '')}</p>
        {compared ? (
          <DecisionsCompared correction={correction} mine={mine} />
        ) : (
          <ItemWords correction={correction} item={item} />
        )}
        <div className={classes.noteActions}>
          {again && steps.has(again.step) ? (
            <Button size="xs" variant="default" onClick={() => onAgain(wish)}>
              {again.label}
            </Button>
          ) : null}
          <Button
            size="xs"
            variant={compared ? 'default' : 'subtle'}
            onClick={() => void replica.dismiss(item.writeId)}
          >
            {compared ? 'Leave it as it stands' : 'Dismiss'}
          </Button>
        </div>
      </div>
    </Alert>
  )
}

function ItemWords({ correction, item }: { readonly correction: CorrectionDoc; readonly item: CorrectionItem }) {
  const dayOf = useDayFormat()
  const decision = wordsOf(item, correction)
  if (decision) return <DecisionSummary changes={correction.changes} {...decision} />
  const words = item.kind === 'correction.extend' ? item.reason : item.kind === 'correction.rebut' ? item.text : null
  return (
    <>
      {item.kind === 'correction.extend' ? <p className={classes.why}>New due date: {dayOf(item.until)}</p> : null}
      {words === null ? null : (
        <blockquote className={classes.words} dir="auto">
          {words}
        </blockquote>
      )}
    </>
  )
}
