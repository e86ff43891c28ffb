import { Table } from '@mantine/core'
import { IconDoorOff } from '@tabler/icons-react'
import type { SignInAttempt } from '../../../shared/waysIn/waysInSchemas'
import { EmptyState } from '../../ui/EmptyState'
import { formatDate } from '../../ui/formatDate'
import { StatusBadge } from '../../ui/StatusBadge'
import { TableScroll } from '../../ui/TableScroll'
import { useDateFormat } from '../participants/clinicHooks'
import { REASON_WORDS, WAY_WORDS } from './diagnosisWords'
import classes from './WaysIn.module.css'

/** The last tries of this account, newest first, each with its true reason. */
export function AttemptList({ attempts }: { readonly attempts: readonly SignInAttempt[] }) {
  const format = useDateFormat()
  if (attempts.length === 0)
    return (
      <EmptyState
        icon={IconDoorOff}
        title="No tries yet"
        sentence="Nobody has tried to sign in to this account. A try with an address that is not on file belongs to nobody; check it below."
      />
    )
  return (
    <section>
      <h2 className={classes.title}>Last tries</h2>
      <TableScroll label="Last tries">
        <Table className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Time</Table.Th>
              <Table.Th>Way in</Table.Th>
              <Table.Th>What happened</Table.Th>
              <Table.Th>Device</Table.Th>
              <Table.Th>Address</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {attempts.map((attempt) => (
              <Table.Tr key={`${attempt.at} ${attempt.way} ${attempt.reason}`}>
                <Table.Td>{formatDate(attempt.at, 'dateTime', format)}</Table.Td>
                <Table.Td>{WAY_WORDS[attempt.way]}</Table.Td>
                <Table.Td>
                  <StatusBadge {...REASON_WORDS[attempt.reason]} />
                </Table.Td>
                <Table.Td>{attempt.device || 'Not told'}</Table.Td>
                <Table.Td>{attempt.address ?? 'Not known'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableScroll>
    </section>
  )
}
