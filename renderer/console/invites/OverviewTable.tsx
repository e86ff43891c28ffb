import { Anchor, Checkbox, Table } from '@mantine/core'
import { useId } from 'react'
import { Link } from 'wouter'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { TableScroll } from '../../ui/TableScroll'
import { useDateFormat } from '../participants/clinicHooks'
import { INVITE_WORDS } from './inviteWords'
import classes from './Overview.module.css'
import type { OverviewRow } from './overviewRows'

export interface OverviewTableProps {
  readonly rows: readonly OverviewRow[]
  readonly chosen: ReadonlySet<string>
  readonly mayResend: boolean
  readonly onChoose: (ids: readonly string[], on: boolean) => void
}

/** One invite a row; only those that can be sent again can be chosen, the others say why not. */
export function OverviewTable({ rows, chosen, mayResend, onChoose }: OverviewTableProps) {
  const free = rows.filter(({ obstacle }) => obstacle === null).map(({ id }) => id)
  const some = free.some((id) => chosen.has(id))
  const all = free.length > 0 && free.every((id) => chosen.has(id))
  return (
    <TableScroll label="Invites">
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            {mayResend ? (
              <Table.Th>
                <Checkbox
                  aria-label="Choose all that can be sent again"
                  checked={all}
                  indeterminate={some && !all}
                  disabled={free.length === 0}
                  onChange={({ currentTarget }) => onChoose(free, currentTarget.checked)}
                />
              </Table.Th>
            ) : null}
            <Table.Th>Name</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Made</Table.Th>
            <Table.Th>Works until</Table.Th>
            <Table.Th>Email</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} chosen={chosen.has(row.id)} mayResend={mayResend} onChoose={onChoose} />
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  )
}

function Row({
  row,
  chosen,
  mayResend,
  onChoose,
}: Omit<OverviewTableProps, 'rows' | 'chosen'> & { readonly row: OverviewRow; readonly chosen: boolean }) {
  const format = useDateFormat()
  const whyId = useId()
  const { tone, label } = INVITE_WORDS[row.state]
  return (
    <Table.Tr data-state={row.state}>
      {mayResend ? (
        <Table.Td>
          <Checkbox
            aria-label={`Choose ${row.name}`}
            aria-describedby={row.obstacle ? whyId : undefined}
            checked={chosen}
            disabled={row.obstacle !== null}
            onChange={({ currentTarget }) => onChoose([row.id], currentTarget.checked)}
          />
        </Table.Td>
      ) : null}
      <Table.Td className={classes.name}>
        <Anchor component={Link} href={`/participants/${row.participantId}/portal`}>
          <PersonName name={row.name} />
        </Anchor>
      </Table.Td>
      <Table.Td>
        <div className={classes.badges}>
          <StatusBadge tone={tone} label={label} />
          {row.expiresSoon ? <StatusBadge tone="warn" label="Expires within a day" /> : null}
        </div>
      </Table.Td>
      <Table.Td className={classes.made}>
        {formatDate(row.doc.createdAt, 'dateTime', format)}
        <span className={classes.note}>
          by <PersonName name={row.doc.createdByName} />
        </span>
      </Table.Td>
      <Table.Td className={classes.until}>{formatDate(row.doc.expiresAt, 'dateTime', format)}</Table.Td>
      <Table.Td>
        <bdi className={classes.email}>{row.email ?? 'None in the file'}</bdi>
        {row.obstacle && mayResend ? (
          <span id={whyId} className={classes.note}>
            {row.obstacle}
          </span>
        ) : null}
      </Table.Td>
    </Table.Tr>
  )
}
