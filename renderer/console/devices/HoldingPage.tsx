import { Alert, Button, Table } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { ROLE_LABELS } from '../../../shared/access/roles'
import type { DeviceHolding } from '../../../shared/devices/deviceSchemas'
import { type ApiProblem, problemOf } from '../../api/apiError'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorState } from '../../ui/ErrorState'
import { formatDate } from '../../ui/formatDate'
import { PageHeader } from '../../ui/PageHeader'
import { PersonName } from '../../ui/PersonName'
import { TableScroll } from '../../ui/TableScroll'
import { useDateFormat } from '../shell/dateFormat'
import { useSession } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import classes from './Devices.module.css'
import { heldWords, scopeWords } from './deviceWords'

/** Whose records lay on one console, for the clinic's own breach work. Nothing is asked of the server before a person wants it: asking is an audit row. */
export function HoldingPage({ deviceId }: { readonly deviceId: string }) {
  const { client } = useSession()
  const [holding, setHolding] = useState<DeviceHolding | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [busy, setBusy] = useState(false)
  const fetchIt = async () => {
    setBusy(true)
    setProblem(null)
    await client.devices.holding.mutate({ deviceId }).then(setHolding, (error) => setProblem(problemOf(error)))
    setBusy(false)
  }
  return (
    <>
      <PageHeader
        back={
          <Link href="/consoles" className="v-screen-only">
            Consoles
          </Link>
        }
        title={holding ? `What “${holding.deviceName}” held` : 'What this console held'}
        sub={<HoldingSub holding={holding} />}
        actions={
          holding ? (
            <Button
              variant="default"
              leftSection={<IconPrinter size={16} aria-hidden />}
              onClick={() => window.print()}
            >
              Print
            </Button>
          ) : null
        }
      />
      {problem ? (
        <ErrorState
          title="The list could not be made"
          sentence={problem.sentence}
          reference={`${problem.code} ${problem.requestId}`}
          onRetry={() => void fetchIt()}
          retrying={busy}
        />
      ) : holding ? (
        <HoldingList holding={holding} />
      ) : (
        <Alert color="gray" title="This makes an entry in the audit log">
          The list has names. It is meant for the work after a console was lost, stolen or given away.
          <Button mt="md" display="block" loading={busy} onClick={() => void fetchIt()}>
            Make the list
          </Button>
        </Alert>
      )}
    </>
  )
}

function HoldingSub({ holding }: { readonly holding: DeviceHolding | null }) {
  const format = useDateFormat()
  if (!holding) return "As of each person's last sync there."
  return `As of each person's last sync there. Made ${formatDate(holding.madeAt, 'fullDateTime', format)}.`
}

function HoldingList({ holding }: { readonly holding: DeviceHolding }) {
  const format = useDateFormat()
  const say = useSay()
  if (holding.holders.length === 0)
    return <EmptyState title="Nothing" sentence="Nobody has ever synced on this console, so it held no records." />
  return (
    <>
      <ul className={classes.facts}>
        {holding.holders.map((holder) => (
          <li key={holder.staffId}>
            <PersonName name={holder.name} />, {ROLE_LABELS[holder.role]}: {say(scopeWords(holder))}. Last sync{' '}
            {formatDate(holder.syncedAt, 'dateTime', format)}.
            {holder.programs.length > 0 ? (
              <span className={classes.programs}>
                {holder.programs.map(({ name, participants }) => `${name} ${participants}`).join(', ')}
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      <h2>{say(heldWords(holding.participants.length))}</h2>
      <TableScroll label="Whose records it held">
        <Table className={classes.held}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>File number</Table.Th>
              <Table.Th>Program</Table.Th>
              <Table.Th>In the copy of</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {holding.participants.map((person, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a printed list, in which two people may share name and number.
              <Table.Tr key={at}>
                <Table.Td>
                  <PersonName name={person.name} />
                </Table.Td>
                <Table.Td className={classes.number}>{person.fileNumber}</Table.Td>
                <Table.Td>{person.program}</Table.Td>
                <Table.Td>{person.heldBy.join(', ')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableScroll>
    </>
  )
}
