import { isOpen, type LetterKind } from '../../../shared/corrections/correctionLimits'
import type { PortalCorrection } from '../../../shared/corrections/correctionSchemas'
import { formatDate, formatDay } from '../../ui/formatDate'
import { StatusBadge } from '../../ui/StatusBadge'
import type { Tone } from '../../ui/tokens'
import { useReaderDates } from '../record/useReaderDates'
import { type PortalText, useText } from '../text/portalText'
import { Answer } from './Answer'
import { AskedFor } from './AskedFor'
import { CorrectionActions } from './CorrectionActions'
import { fieldName } from './correctionChoices'
import classes from './corrections.module.css'

const TONES: Readonly<Record<PortalCorrection['state'], Tone>> = {
  submitted: 'info',
  acknowledged: 'progress',
  in_review: 'progress',
  accepted: 'success',
  partly_accepted: 'success',
  denied: 'neutral',
  withdrawn: 'neutral',
  disagreement: 'neutral',
  rebuttal: 'neutral',
  closed: 'neutral',
}

export interface CorrectionEntryProps {
  readonly correction: PortalCorrection
  readonly onChanged: () => void
  readonly onLetter: (kind: LetterKind) => void
}

/** One request: what was asked, until when the clinic answers, and the answer in plain words. */
export function CorrectionEntry({ correction, onChanged, onLetter }: CorrectionEntryProps) {
  const text = useText()
  const { corrections: own } = text
  const format = useReaderDates()
  const { state, receivedAt } = correction
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <h2>{titleOf(correction, text)}</h2>
        <StatusBadge tone={TONES[state]} label={own.states[state]} />
      </div>
      <p className={classes.quiet}>{own.asked({ date: formatDate(receivedAt, 'date', format) })}</p>
      <AskedFor correction={correction} />
      {isOpen(state) ? <Waiting correction={correction} /> : null}
      <Answer correction={correction} onLetter={onLetter} />
      <CorrectionActions correction={correction} onChanged={onChanged} />
    </li>
  )
}

function titleOf({ changes, quote }: PortalCorrection, text: PortalText): string {
  if (changes.length > 0) return [...new Set(changes.map(({ field }) => fieldName(field, text)))].join(', ')
  return quote === null ? text.corrections.other : text.corrections.messageTitle
}

/** Where the request stands until it is decided, and by when that is. */
function Waiting({ correction }: { readonly correction: PortalCorrection }) {
  const { corrections: own } = useText()
  const format = useReaderDates()
  const { acknowledgedAt, reviewedAt, dueOn, overdue } = correction
  const due = { date: formatDay(dueOn, format.locale) }
  const on = (at: string) => ({ date: formatDate(at, 'date', format) })
  return (
    <>
      {acknowledgedAt === null ? null : <p>{own.acknowledgedOn(on(acknowledgedAt))}</p>}
      {reviewedAt === null ? null : <p>{own.reviewedOn(on(reviewedAt))}</p>}
      <p>{overdue ? own.overdue(due) : own.due(due)}</p>
    </>
  )
}
