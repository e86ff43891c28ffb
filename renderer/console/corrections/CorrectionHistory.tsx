import { Paper } from '@mantine/core'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { useDateFormat, useDayFormat } from '../participants/clinicHooks'
import { useSay } from '../shell/terms'
import classes from './Corrections.module.css'
import { STATE_WORDS } from './correctionWords'

interface HistoryEvent {
  readonly what: string
  readonly at: string
  readonly by: string | null
  readonly words: string | null
}

/** What has happened to a request, in its order, with who and when. */
export function CorrectionHistory({ correction }: { readonly correction: CorrectionDoc }) {
  const say = useSay()
  const format = useDateFormat()
  const dayOf = useDayFormat()
  return (
    <Paper component="section" className={classes.part ?? ''} aria-label="History">
      <h2 className={classes.partTitle}>History</h2>
      <ol className={classes.history}>
        {historyOf(correction, dayOf).map(({ what, at, by, words }) => (
          <li key={what}>
            <strong>{say(what)}</strong>
            <span className={classes.note}>
              {formatDate(at, 'dateTime', format)}
              {by === null ? null : (
                <>
                  {' '}
                  by <PersonName name={by} />
                </>
              )}
            </span>
            {words === null ? null : (
              <blockquote className={classes.words} dir="auto">
                {words}
              </blockquote>
            )}
          </li>
        ))}
      </ol>
    </Paper>
  )
}

function historyOf(correction: CorrectionDoc, dayOf: (day: string) => string): HistoryEvent[] {
  const event = (what: string, at: string | null, by: string | null, words: string | null = null): HistoryEvent[] =>
    at === null ? [] : [{ what, at, by, words }]
  const { extendedAt, extendedByName, extensionReason, dueOn } = correction
  return [
    ...event('Received', correction.receivedAt, correction.authorName),
    ...event('Acknowledged', correction.acknowledgedAt, correction.acknowledgedByName),
    ...event('Review started', correction.reviewedAt, correction.reviewedByName),
    ...event(`Extended to ${dayOf(dueOn)}`, extendedAt, extendedByName, extensionReason),
    ...event(decidedWords(correction), correction.decidedAt, correction.decidedByName),
    ...event('Withdrawn by the participant', correction.withdrawnAt, null),
    ...event('Statement of disagreement', correction.disagreedAt, correction.authorName),
    ...event('Statement answered', correction.rebuttedAt, correction.rebuttedByName),
    ...event('Closed', correction.closedAt, correction.closedByName),
  ].sort((a, b) => a.at.localeCompare(b.at))
}

/** The decision itself: the state has gone on after it. */
export function decidedWords({ ground, changes }: Pick<CorrectionDoc, 'ground' | 'changes'>): string {
  if (ground === null) return STATE_WORDS.accepted.label
  return changes.some(({ verdict }) => verdict === 'accepted')
    ? STATE_WORDS.partly_accepted.label
    : STATE_WORDS.denied.label
}
