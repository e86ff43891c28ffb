import type { ReactNode } from 'react'
import type { CorrectionChange } from '../../../shared/corrections/correctionSchemas'
import { sameValue, valueAt } from '../../../shared/participants/participantRules'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { StatusBadge } from '../../ui/StatusBadge'
import { useDayFormat } from '../participants/clinicHooks'
import { contactKind, fieldLabel } from '../participants/fieldWords'
import classes from './Corrections.module.css'
import { sideWords } from './correctionWords'

export interface CorrectionDiffProps {
  readonly change: CorrectionChange
  /** Given while the request is open: what the record says now is shown where it is not what stood there. */
  readonly participant: Participant | null
  /** The choice of a verdict, while one is made. */
  readonly children?: ReactNode
}

/** One field: old and proposed value side by side, and how it was decided. */
export function CorrectionDiff({ change, participant, children = null }: CorrectionDiffProps) {
  const { path, old, proposed, verdict } = change
  const dayOf = useDayFormat()
  const removed = contactKind(path) ? 'To be removed' : 'Empty'
  const now = participant === null ? old : valueAt(participant, path)
  return (
    <section className={classes.change} aria-label={fieldLabel(path)}>
      <div className={classes.head}>
        <h3>{fieldLabel(path)}</h3>
        {verdict === null ? null : (
          <StatusBadge
            tone={verdict === 'accepted' ? 'success' : 'neutral'}
            label={verdict === 'accepted' ? 'Accepted' : 'Denied'}
          />
        )}
        {participant !== null && !sameValue(now, old) && sameValue(now, proposed) ? (
          <StatusBadge tone="info" label="The record says this already" />
        ) : null}
      </div>
      <dl className={classes.diff}>
        <Side title="When they asked" words={sideWords(path, old, 'Nothing on file', dayOf)} />
        <Side title="Proposed" side="proposed" words={sideWords(path, proposed, removed, dayOf)} />
        {sameValue(now, old) || sameValue(now, proposed) ? null : (
          <Side title="In the record now" side="now" words={sideWords(path, now, 'Nothing on file', dayOf)} />
        )}
      </dl>
      {children}
    </section>
  )
}

function Side({ title, side, words }: { readonly title: string; readonly side?: string; readonly words: string }) {
  return (
    <div data-side={side}>
      <dt>{title}</dt>
      <dd>
        <bdi>{words}</bdi>
      </dd>
    </div>
  )
}
