import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { useDateFormat } from '../participants/clinicHooks'
import { decidedWords } from './CorrectionHistory'
import classes from './Corrections.module.css'
import { DecisionSummary } from './DecisionSummary'
import type { DecisionWords } from './decisionDraft'

export interface DecisionsComparedProps {
  readonly correction: CorrectionDoc
  /** What this person decided, which was not done. */
  readonly mine: DecisionWords
}

/** Two decisions on one request: the one that was not done, and the one that stands. */
export function DecisionsCompared({ correction, mine }: DecisionsComparedProps) {
  const format = useDateFormat()
  const { changes, ground, answer, decidedAt, decidedByName } = correction
  const accepted = changes.flatMap(({ path, verdict }) => (verdict === 'accepted' ? [path] : []))
  return (
    <div className={classes.diff}>
      <section aria-label="Your decision, not done">
        <h4>Yours, not done</h4>
        <DecisionSummary changes={changes} {...mine} />
      </section>
      <section aria-label="The decision that stands" data-side="proposed">
        <h4>The one that stands: {decidedWords(correction).toLowerCase()}</h4>
        {decidedAt === null ? null : (
          <p className={classes.note}>
            {formatDate(decidedAt, 'dateTime', format)} by <PersonName name={decidedByName ?? ''} />
          </p>
        )}
        <DecisionSummary changes={changes} accepted={accepted} ground={ground} answer={answer ?? ''} />
      </section>
    </div>
  )
}
