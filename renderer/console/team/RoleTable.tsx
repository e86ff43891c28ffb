import { Table } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { allows, ROLE_LABELS, ROLES } from '../../../shared/access/roles'
import { TableScroll } from '../../ui/TableScroll'
import classes from './Team.module.css'
import { ACTION_NAMES, ACTION_WORDS } from './teamWords'

/** D1: the one role table, shown as it is enforced: the server asks the same `allows`. */
export function RoleTable() {
  return (
    <div>
      <h2 className={classes.title}>What each role may do</h2>
      <TableScroll label="What each role may do">
        <Table className={classes.roles}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Action</Table.Th>
              {ROLES.map((role) => (
                <Table.Th key={role} scope="col" className={classes.tick}>
                  {ROLE_LABELS[role]}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {ACTION_NAMES.map((action) => (
              <Table.Tr key={action} data-action={action}>
                <Table.Th scope="row">{ACTION_WORDS[action]}</Table.Th>
                {ROLES.map((role) => (
                  <Table.Td key={role} className={classes.tick}>
                    {allows(role, action) ? (
                      <>
                        <IconCheck size={16} aria-hidden />
                        <span className="v-hidden">Yes</span>
                      </>
                    ) : (
                      <span className="v-hidden">No</span>
                    )}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableScroll>
    </div>
  )
}
