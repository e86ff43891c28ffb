import { Button } from '@mantine/core'
import { IconLock, IconLogout, IconRefresh } from '@tabler/icons-react'
import { ROLE_LABELS } from '../../../shared/access/roles'
import type { StaffMe } from '../../../shared/staff/staffSchemas'
import { PersonName } from '../../ui/PersonName'
import { useConsole } from '../shell/ConsoleContext'
import classes from './Audit.module.css'

/** Who is here, and how they leave. */
export function AuditorMenu({ me }: { readonly me: StaffMe | null }) {
  const { controller } = useConsole()
  return (
    <div className={classes.buttons}>
      {me ? (
        <span className={classes.soft}>
          <PersonName name={me.staff.displayName} />, {ROLE_LABELS[me.staff.role]}
        </span>
      ) : (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconRefresh size={14} aria-hidden />}
          onClick={() => void controller.retry()}
        >
          Try the server again
        </Button>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconLock size={14} aria-hidden />}
        onClick={() => void controller.lock()}
      >
        Lock
      </Button>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconLogout size={14} aria-hidden />}
        onClick={() => void controller.signOut()}
      >
        Sign out
      </Button>
    </div>
  )
}
