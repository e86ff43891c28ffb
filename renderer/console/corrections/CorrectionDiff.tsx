import type { ProposedChange } from '../../../shared/corrections/correctionSchemas'
import { sameValue, valueAt } from '../../../shared/participants/participantRules'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { useDayFormat } from '../participants/clinicHooks'
import { contactKind } from '../participants/fieldWords'
import classes from './Corrections.module.css'
import { sideWords } from './correctionWords'

export interface CorrectionDiffProps {
  readonly change: ProposedChange
  /** Given while the request is open: what the record says now is shown where it is a third value. */
  readonly participant: Participant | null
}

/** Old and proposed value side by side. */
export function CorrectionDiff({ change: { path, old, proposed }, participant }: CorrectionDiffProps) {
  const dayOf = useDayFormat()
  const removed = contactKind(path) ? 'To be removed' : 'Empty'
  const now = participant === null ? old : valueAt(participant, path)
  return (
    <dl className={classes.diff}>
      <div>
        <dt>When they asked</dt>
        <dd>
          <bdi>{sideWords(path, old, 'Nothing on file', dayOf)}</bdi>
        </dd>
      </div>
      <div data-side="proposed">
        <dt>Proposed</dt>
        <dd>
          <bdi>{sideWords(path, proposed, removed, dayOf)}</bdi>
        </dd>
      </div>
      {sameValue(now, old) || sameValue(now, proposed) ? null : (
        <div data-side="now">
          <dt>In the record now</dt>
          <dd>
            <bdi>{sideWords(path, now, 'Nothing on file', dayOf)}</bdi>
          </dd>
        </div>
      )}
    </dl>
  )
}
