import { Button, Table } from '@mantine/core'
import type { DeviceInfo } from '../../../shared/staff/staffSchemas'
import { PersonName } from '../../ui/PersonName'
import { RelativeTime } from '../../ui/RelativeTime'
import { StatusBadge } from '../../ui/StatusBadge'
import { TableScroll } from '../../ui/TableScroll'
import { useDateFormat } from '../shell/dateFormat'
import classes from './Devices.module.css'
import { DEVICE_STATES, type Decision } from './deviceWords'

export interface DeviceTableProps {
  readonly devices: readonly DeviceInfo[]
  readonly frozen: boolean
  readonly onAsk: (decision: Decision, device: DeviceInfo) => void
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
            <Table.Th>Words</Table.Th>
            <Table.Th>Asked by</Table.Th>
            <Table.Th>Last contact</Table.Th>
            <Table.Th>Version</Table.Th>
            <Table.Th>
              <span className="v-hidden">Decide</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {devices.map((device) => (
            <DeviceRow key={device.id} device={device} frozen={frozen} onAsk={onAsk} />
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  )
}

function DeviceRow({ device, frozen, onAsk }: Omit<DeviceTableProps, 'devices'> & { readonly device: DeviceInfo }) {
  const format = useDateFormat()
  const { tone, label } = DEVICE_STATES[device.state]
  const decided = device.decidedByName ? `${label} by ${device.decidedByName}` : label
  return (
    <Table.Tr data-state={device.state}>
      <Table.Td className={classes.name}>
        <bdi>{device.name}</bdi>
        {device.isThisDevice ? <span className={classes.own}>this console</span> : null}
      </Table.Td>
      <Table.Td data-label="State">
        <StatusBadge tone={tone} label={label} title={decided} />
      </Table.Td>
      <Table.Td data-label="Words" className={classes.words} translate="no">
        {device.phrase}
      </Table.Td>
      <Table.Td data-label="Asked by">
        <PersonName name={device.requestedByName} />
        <div className={classes.time}>
          <RelativeTime at={device.requestedAt} {...format} />
        </div>
      </Table.Td>
      <Table.Td data-label="Last contact">
        {device.lastContactAt ? <RelativeTime at={device.lastContactAt} {...format} /> : 'never'}
      </Table.Td>
      <Table.Td data-label="Version">{device.appVersion}</Table.Td>
      <Table.Td className={classes.decide}>
        {device.state === 'requested' ? (
          <Button
            size="compact-sm"
            variant="light"
            disabled={frozen}
            onClick={() => onAsk('approve', device)}
            aria-label={`Approve ${device.name}`}
          >
            Approve
          </Button>
        ) : null}
        {device.state !== 'revoked' ? (
          <Button
            size="compact-sm"
            variant="default"
            disabled={frozen}
            onClick={() => onAsk('remove', device)}
            aria-label={`Remove ${device.name}`}
          >
            Remove
          </Button>
        ) : null}
      </Table.Td>
    </Table.Tr>
  )
}
