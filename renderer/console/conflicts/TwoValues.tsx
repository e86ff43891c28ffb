import type { ReactNode } from 'react'
import { sameValue } from '../../../shared/participants/participantRules'
import type { FieldValue } from '../../../shared/participants/participantSchemas'
import type { ConflictDoc } from '../../../shared/sync/conflictSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { useDateFormat } from '../participants/clinicHooks'
import classes from './Conflicts.module.css'

export interface TwoValuesProps {
  readonly conflict: ConflictDoc
  /** What the record says now; null once the conflict is history. */
  readonly current: { readonly value: FieldValue } | null
  readonly words: (value: FieldValue) => string
}

/** Both values with who wrote them and when. The field may have changed once more since: then it says so. */
export function TwoValues({ conflict, current, words }: TwoValuesProps) {
  const { keptValue, keptByName, keptAt, lostValue, lostByName, lostAt } = conflict
  const moved = current !== null && !sameValue(current.value, keptValue)
  return (
    <>
      <dl className={classes.values}>
        <Value
          label={current === null ? 'Stood then' : moved ? 'Stood first' : 'Stands in the record'}
          by={keptByName}
          at={keptAt}
        >
          {words(keptValue)}
        </Value>
        <Value label="Came second, kept here" by={lostByName} at={lostAt}>
          {words(lostValue)}
        </Value>
      </dl>
      {moved ? (
        <p className={classes.moved}>
          The record has changed since. It says now: <bdi className={classes.now}>{words(current.value)}</bdi>
        </p>
      ) : null}
    </>
  )
}

interface ValueProps {
  readonly label: string
  readonly by: string
  readonly at: string | null
  readonly children: ReactNode
}

function Value({ label, by, at, children }: ValueProps) {
  const format = useDateFormat()
  return (
    <div className={classes.value}>
      <dt>{label}</dt>
      <dd>
        <bdi className={classes.words}>{children}</bdi>
        <span className={classes.by}>
          {at === null ? 'As the record was made' : <time dateTime={at}>{formatDate(at, 'dateTime', format)}</time>}
          {by ? (
            <>
              , <PersonName name={by} />
            </>
          ) : null}
        </span>
      </dd>
    </div>
  )
}
