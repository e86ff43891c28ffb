import type { ReactNode } from 'react'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { useDateFormat } from '../participants/clinicHooks'
import { useSay } from '../shell/terms'
import classes from './Corrections.module.css'
import { GROUND_WORDS } from './correctionWords'

/** What has happened to a request, in its order, with who and when. */
export function CorrectionHistory({ correction }: { readonly correction: CorrectionDoc }) {
  const say = useSay()
  const { answer, extensionReason, disagreement } = correction
  return (
    <>
      <Event what="Acknowledged" at={correction.acknowledgedAt} by={correction.acknowledgedByName} />
      <Event what="In review" at={correction.reviewedAt} by={correction.reviewedByName} />
      <Event what="Time extended" at={correction.extendedAt} by={correction.extendedByName}>
        {extensionReason}
      </Event>
      <Event what={decisionWords(correction)} at={correction.decidedAt} by={correction.decidedByName}>
        {answer}
      </Event>
      <Event what={say('Withdrawn by the participant')} at={correction.withdrawnAt} by={null} />
      <Event what={say('The participant disagrees')} at={correction.disagreedAt} by={null}>
        {disagreement}
      </Event>
      <Event what="Rebuttal" at={correction.rebuttedAt} by={correction.rebuttedByName}>
        {correction.rebuttal}
      </Event>
      <Event what="Closed" at={correction.closedAt} by={correction.closedByName} />
    </>
  )
}

function decisionWords({ ground, changes }: CorrectionDoc): string {
  if (ground === null) return 'Accepted'
  const part = changes.some(({ verdict }) => verdict === 'accepted')
  return `${part ? 'Partly accepted, the rest denied' : 'Denied'}: ${GROUND_WORDS[ground].toLowerCase()}`
}

interface EventProps {
  readonly what: string
  /** Null: it did not happen. */
  readonly at: string | null
  readonly by: string | null
  readonly children?: ReactNode
}

function Event({ what, at, by, children = null }: EventProps) {
  const format = useDateFormat()
  if (at === null) return null
  return (
    <div>
      <p className={classes.soft}>
        <strong>{what}</strong> {formatDate(at, 'dateTime', format)}
        {by === null ? null : (
          <>
            {' '}
            by <PersonName name={by} />
          </>
        )}
      </p>
      {children === null ? null : (
        <blockquote className={classes.words} dir="auto">
          {children}
        </blockquote>
      )}
    </div>
  )
}
