import { Button, Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { DeviceDecision } from '../../../shared/devices/deviceRules'
import type { DeviceInfo } from '../../../shared/devices/deviceSchemas'
import { PersonName } from '../../ui/PersonName'
import { RelativeTime } from '../../ui/RelativeTime'
import { StatusBadge } from '../../ui/StatusBadge'
import { TableScroll } from '../../ui/TableScroll'
import { useServerDates } from '../shell/dateFormat'
import { useSay } from '../shell/terms'
import classes from './Devices.module.css'
import { decisionsFor, decisionWords, heldWords, REASON_WORDS, sizeWords, stateOf, waitingOn } from './deviceWords'

export interface DeviceTableProps {
  readonly devices: readonly DeviceInfo[]
  readonly frozen: boolean
  readonly onAsk: (decision: DeviceDecision, device: DeviceInfo) => void
}

/** One console a row; in a narrow window a row becomes a small card. */
export function DeviceTable({ devices, frozen, onAsk }: DeviceTableProps) {
  return (
    <TableScroll label="Consoles">
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Console</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Asked and approved by</Table.Th>
            <Table.Th>Last contact</Table.Th>
            <Table.Th>Holds</Table.Th>
            <Table.Th>Not sent</Table.Th>
            <Table.Th>
              <span className="v-hidden">Decide</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {devices.map((device) => (
            <Table.Tr key={device.id} data-state={device.state}>
              <NameCell device={device} />
              <StateCell device={device} />
              <PeopleCell device={device} />
              <ContactCell device={device} />
              <HoldsCell device={device} />
              <UnsentCell device={device} />
              <Table.Td className={classes.decide}>
                {decisionsFor(device.state).map((decision) => (
                  <DecideButton
                    key={decision}
                    decision={decision}
                    device={device}
                    frozen={frozen}
                    onClick={() => onAsk(decision, device)}
                  />
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  )
}

interface CellProps {
  readonly device: DeviceInfo
}

function NameCell({ device }: CellProps) {
  return (
    <Table.Td className={classes.name}>
      <bdi>{device.name}</bdi>
      {device.isThisDevice ? <Small>this console</Small> : null}
      {device.state === 'requested' ? (
        <span className={classes.words} translate="no">
          {device.phrase}
        </span>
      ) : null}
    </Table.Td>
  )
}

function StateCell({ device }: CellProps) {
  const format = useServerDates()
  const { tone, label } = stateOf(device)
  const { changed, wiped } = device
  return (
    <Table.Td data-label="State">
      <div className={classes.lines}>
        <StatusBadge tone={tone} label={label} />
        {wiped ? (
          <Small>
            confirmed <RelativeTime at={wiped.at} {...format} />
            {wiped.unsentLost > 0 ? `, ${wiped.unsentLost} not sent and lost` : ', nothing unsent was lost'}
          </Small>
        ) : null}
        {changed && device.state !== 'active' ? (
          <Small>
            <RelativeTime at={changed.at} {...format} />
            {changed.byName ? ` by ${changed.byName}` : ' by the command line'}
            {changed.reason ? `. ${REASON_WORDS[changed.reason]}` : ''}
          </Small>
        ) : null}
      </div>
    </Table.Td>
  )
}

function PeopleCell({ device }: CellProps) {
  const format = useServerDates()
  return (
    <Table.Td data-label="Asked by">
      <div className={classes.lines}>
        <PersonName name={device.requestedByName} />
        <Small>
          <RelativeTime at={device.requestedAt} {...format} />
        </Small>
        {device.decidedByName && device.decidedAt ? (
          <Small>
            approved by {device.decidedByName}, <RelativeTime at={device.decidedAt} {...format} />
          </Small>
        ) : null}
      </div>
    </Table.Td>
  )
}

function ContactCell({ device }: CellProps) {
  const format = useServerDates()
  return (
    <Table.Td data-label="Last contact">
      <div className={classes.lines}>
        {device.lastContactAt ? <RelativeTime at={device.lastContactAt} {...format} /> : 'never'}
        <Small>version {device.appVersion}</Small>
      </div>
    </Table.Td>
  )
}

function HoldsCell({ device }: CellProps) {
  const say = useSay()
  const { bytes } = waitingOn(device.holders)
  const people = device.holders.map(({ name }) => name)
  return (
    <Table.Td data-label="Holds">
      {people.length === 0 ? (
        'nothing'
      ) : (
        <div className={classes.lines}>
          <Link href={`/consoles/${device.id}`} aria-label={`What ${device.name} holds`}>
            {say(heldWords(device.participants))}
          </Link>
          <Small>
            {device.state === 'wiped' ? 'deleted; was ' : ''}of {people.slice(0, 2).join(', ')}
            {people.length > 2 ? ` and ${people.length - 2} more` : ''}
            {bytes === null ? '' : `, ${sizeWords(bytes)}`}
          </Small>
        </div>
      )}
    </Table.Td>
  )
}

function UnsentCell({ device }: CellProps) {
  const format = useServerDates()
  const { unsent, oldestAt } = waitingOn(device.holders)
  return (
    <Table.Td data-label="Not sent">
      <div className={classes.lines}>
        {unsent === null ? <span title="It has not reported yet">–</span> : unsent}
        {oldestAt ? (
          <Small>
            oldest <RelativeTime at={oldestAt} {...format} />
          </Small>
        ) : null}
      </div>
    </Table.Td>
  )
}

interface DecideButtonProps extends CellProps {
  readonly decision: DeviceDecision
  readonly frozen: boolean
  readonly onClick: () => void
}

function DecideButton({ decision, device, frozen, onClick }: DecideButtonProps) {
  const { button } = decisionWords(decision, device)
  return (
    <Button
      size="compact-sm"
      variant={decision === 'approve' || decision === 'resume' ? 'light' : 'default'}
      disabled={frozen}
      onClick={onClick}
      aria-label={`${button} ${device.name}`}
    >
      {button}
    </Button>
  )
}

function Small({ children }: { readonly children: ReactNode }) {
  return <span className={classes.small}>{children}</span>
}
