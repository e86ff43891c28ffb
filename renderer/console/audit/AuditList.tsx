import { UnstyledButton } from '@mantine/core'
import type { AuditNames, ListedRow } from '../../../shared/audit/auditListSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { machineDateFormat } from '../shell/dateFormat'
import classes from './Audit.module.css'
import { aboutWhom, type Who, whatHappened, whoDid } from './auditWords'

export interface AuditListProps {
  readonly rows: readonly ListedRow[]
  readonly names: AuditNames
  readonly onOpen: (row: ListedRow) => void
}

/** The log in plain words, newest first; a row opens its details. Times are the reader's own. */
export function AuditList({ rows, names, onOpen }: AuditListProps) {
  return (
    <ol className={classes.list} aria-label="Events, newest first">
      <li className={`${classes.row} ${classes.heads}`} aria-hidden>
        <span>When</span>
        <span>Who</span>
        <span>What</span>
        <span>About</span>
        <span className={classes.number}>Row</span>
      </li>
      {rows.map((listed) => (
        <li key={listed.row.seq}>
          <Row listed={listed} names={names} onOpen={onOpen} />
        </li>
      ))}
    </ol>
  )
}

interface RowProps {
  readonly listed: ListedRow
  readonly names: AuditNames
  readonly onOpen: (row: ListedRow) => void
}

function Row({ listed, names, onOpen }: RowProps) {
  const { row } = listed
  const who = whoDid(row, names)
  const about = aboutWhom(listed, names)
  return (
    <UnstyledButton className={classes.row} data-seq={row.seq} onClick={() => onOpen(listed)}>
      <span className={classes.time}>
        <time dateTime={row.at}>{formatDate(row.at, 'dateTime', machineDateFormat())}</time>
      </span>{' '}
      <span className={classes.who}>
        <Name who={who} />
      </span>{' '}
      <span className={classes.what}>
        {whatHappened(row)} {row.outcome === 'ok' ? null : <StatusBadge tone="warn" label="Refused" />}
      </span>{' '}
      <span className={classes.about}>{about ? <Name who={about} /> : null}</span>{' '}
      <span className={classes.number}>
        <span className="v-hidden">Row </span>
        {row.seq}
      </span>
    </UnstyledButton>
  )
}

function Name({ who }: { readonly who: Who }) {
  if (who.name === null) return <bdi>{who.words}</bdi>
  return (
    <>
      <PersonName name={who.name} /> {who.words === '' ? null : <span className={classes.role}>{who.words}</span>}
    </>
  )
}
