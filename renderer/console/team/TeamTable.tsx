import { ActionIcon, Menu, Table } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { ROLE_LABELS } from '../../../shared/access/roles'
import type { TeamMember } from '../../../shared/team/teamSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { TableScroll } from '../../ui/TableScroll'
import { useDateFormat, useNow } from '../participants/clinicHooks'
import type { MemberAsking } from './MemberDialog'
import classes from './Team.module.css'
import { hasCaseload, memberState } from './teamWords'

export interface TeamTableProps {
  readonly members: readonly TeamMember[]
  readonly frozen: boolean
  readonly onAsk: (asking: MemberAsking, member: TeamMember) => void
}

export function TeamTable({ members, frozen, onAsk }: TeamTableProps) {
  return (
    <TableScroll label="Colleagues">
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Role</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Second factor</Table.Th>
            <Table.Th>Sees</Table.Th>
            <Table.Th>Last sign-in</Table.Th>
            <Table.Th className={classes.ways}>
              <span className="v-hidden">Change</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {members.map((member) => (
            <Row key={member.id} member={member} frozen={frozen} onAsk={onAsk} />
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  )
}

function Row({ member, frozen, onAsk }: Omit<TeamTableProps, 'members'> & { readonly member: TeamMember }) {
  const format = useDateFormat()
  const now = useNow(10_000)
  const { role, mfa, caseload, lastSignInAt } = member
  return (
    <Table.Tr data-state={member.suspendedAt === null ? 'active' : 'suspended'}>
      <Table.Td className={classes.name}>
        <PersonName name={member.displayName} />
        {member.isYou ? ' (you)' : ''}
        <bdi className={classes.note}>{member.email}</bdi>
      </Table.Td>
      <Table.Td>{ROLE_LABELS[role]}</Table.Td>
      <Table.Td>
        <StatusBadge {...memberState(member, now)} />
      </Table.Td>
      <Table.Td>
        <StatusBadge
          tone={mfa === 'verified' ? 'success' : 'progress'}
          label={mfa === 'verified' ? 'On' : 'At the next sign-in'}
        />
      </Table.Td>
      <Table.Td>{sees(member.role, caseload)}</Table.Td>
      <Table.Td>{lastSignInAt === null ? 'Not yet' : formatDate(lastSignInAt, 'dateTime', format)}</Table.Td>
      <Table.Td className={classes.ways}>
        <MemberMenu member={member} frozen={frozen} onAsk={onAsk} />
      </Table.Td>
    </Table.Tr>
  )
}

function sees(role: TeamMember['role'], caseload: number | null): string {
  if (role === 'admin') return 'Everybody'
  return caseload === null ? 'Nobody' : String(caseload)
}

function MemberMenu({ member, frozen, onAsk }: Omit<TeamTableProps, 'members'> & { readonly member: TeamMember }) {
  const ask = (asking: MemberAsking) => () => onAsk(asking, member)
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" disabled={frozen} aria-label={`Change ${member.displayName}`}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={ask('change')}>Change name or role</Menu.Item>
        {hasCaseload(member.role) ? <Menu.Item onClick={ask('caseload')}>Change whom they see</Menu.Item> : null}
        <Menu.Item onClick={ask('reset_password')}>Give a new first password</Menu.Item>
        {member.mfa === 'verified' ? <Menu.Item onClick={ask('reset_mfa')}>Reset the second factor</Menu.Item> : null}
        {member.isYou ? null : member.suspendedAt === null ? (
          <Menu.Item color="danger" onClick={ask('suspend')}>
            Suspend
          </Menu.Item>
        ) : (
          <Menu.Item onClick={ask('reinstate')}>Let back in</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
