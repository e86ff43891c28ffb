import { Table } from '@mantine/core'
import { RelativeTime } from '../../ui/RelativeTime'
import { TableScroll } from '../../ui/TableScroll'
import { useServerDates } from '../shell/dateFormat'
import { useSay } from '../shell/terms'
import type { HealthFacts } from './healthFacts'
import { COLLECTION_WORDS } from './healthWords'
import classes from './SyncHealth.module.css'

/** One sync brings all collections to the same point, so they share its time. */
export function CollectionTable({ facts }: { readonly facts: HealthFacts }) {
  const format = useServerDates()
  const say = useSay()
  return (
    <TableScroll label="Collections">
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Collection</Table.Th>
            <Table.Th className={classes.number}>Here</Table.Th>
            <Table.Th>Last sync</Table.Th>
            <Table.Th className={classes.number}>To send</Table.Th>
            <Table.Th>Oldest unsent</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {facts.collections.map(({ name, count, pending, oldestAt }) => (
            <Table.Tr key={name}>
              <Table.Td>{say(COLLECTION_WORDS[name])}</Table.Td>
              <Table.Td className={classes.number}>{count.toLocaleString(format.locale)}</Table.Td>
              <Table.Td>{facts.lastSyncAt ? <RelativeTime at={facts.lastSyncAt} {...format} /> : 'not yet'}</Table.Td>
              <Table.Td className={classes.number}>{pending}</Table.Td>
              <Table.Td>{oldestAt ? <RelativeTime at={oldestAt} {...format} /> : '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  )
}
