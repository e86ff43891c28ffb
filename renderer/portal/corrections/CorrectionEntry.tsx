import { dayIn, isOverdue } from '../../../shared/corrections/correctionDates'
import { isOpen } from '../../../shared/corrections/correctionLimits'
import type { PortalChange, PortalCorrection } from '../../../shared/corrections/correctionSchemas'
import { formatDate, formatDay } from '../../ui/formatDate'
import { StatusBadge } from '../../ui/StatusBadge'
import type { Tone } from '../../ui/tokens'
import { FileList } from '../files/FileList'
import { useReaderDates } from '../record/useReaderDates'
import { useText } from '../text/portalText'
import { CorrectionActions } from './CorrectionActions'
import { fieldName } from './correctionChoices'
import classes from './corrections.module.css'
import { ValueWords } from './OldValue'

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
}

/** One request: what was asked, until when the clinic answers, and the answer in plain words. */
export function CorrectionEntry({ correction, onChanged }: CorrectionEntryProps) {
  const text = useText()
  const { corrections: own } = text
  const format = useReaderDates()
  const { state, changes, description, receivedAt, dueOn, extensionReason } = correction
  const due = formatDay(dueOn, format.locale)
  const late = isOverdue(dueOn, dayIn(new Date(), format.timeZone))
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <h2>
          {(changes.length === 0 ? [null] : changes).map((change) => fieldName(change?.field ?? null, text)).join(', ')}
        </h2>
        <StatusBadge tone={TONES[state]} label={own.states[state]} />
      </div>
      <p className={classes.quiet}>{own.asked({ date: formatDate(receivedAt, 'date', format) })}</p>
      {changes.map((change) => (
        <Values key={`${change.field} ${change.seen} ${change.proposed}`} change={change} />
      ))}
      <Words>{description}</Words>
      <FileList files={correction.files} />
      {isOpen(state) ? <p>{late ? own.overdue({ date: due }) : own.due({ date: due })}</p> : null}
      {extensionReason === null ? null : (
        <>
          <p>{own.extended}</p>
          <Words>{extensionReason}</Words>
        </>
      )}
      <Answer correction={correction} />
      <CorrectionActions correction={correction} onChanged={onChanged} />
    </li>
  )
}

function Values({ change: { field, seen, proposed } }: { readonly change: PortalChange }) {
  const { corrections: own } = useText()
  return (
    <dl className={classes.values}>
      <div>
        <dt>{own.before}</dt>
        <dd>{seen === null ? own.nothing : <ValueWords field={field} seen={seen} />}</dd>
      </div>
      <div>
        <dt>{own.wanted}</dt>
        <dd>{proposed === null ? own.removal : <ValueWords field={field} seen={proposed} />}</dd>
      </div>
    </dl>
  )
}

function Answer({ correction }: Pick<CorrectionEntryProps, 'correction'>) {
  const { corrections: own } = useText()
  const format = useReaderDates()
  const on = (at: string) => ({ date: formatDate(at, 'date', format) })
  const { changes, decidedAt, ground, answer, withdrawnAt, disagreement, disagreedAt } = correction
  if (withdrawnAt !== null) return <p>{own.withdrawnOn(on(withdrawnAt))}</p>
  if (decidedAt === null) return null
  return (
    <>
      <p>
        {own.decided(on(decidedAt))} {ground !== null ? own.grounds[ground] : changes.length === 0 ? null : own.changed}
      </p>
      {answer === null ? null : (
        <>
          <p>{own.answer}</p>
          <Words>{answer}</Words>
        </>
      )}
      {disagreedAt === null ? null : (
        <>
          <p>{own.yourStatement(on(disagreedAt))}</p>
          <Words>{disagreement}</Words>
        </>
      )}
    </>
  )
}

/** What somebody wrote, as they wrote it. */
function Words({ children }: { readonly children: string | null }) {
  if (!children) return null
  return (
    <blockquote className={classes.words} dir="auto">
      {children}
    </blockquote>
  )
}
