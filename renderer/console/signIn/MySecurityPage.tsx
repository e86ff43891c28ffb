import { Alert, Button, Paper } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconLock } from '@tabler/icons-react'
import { PageHeader } from '../../ui/PageHeader'
import { useClinic } from '../participants/clinicHooks'
import { useConsole } from '../shell/ConsoleContext'
import { useSession, useSyncState } from '../shell/SessionContext'
import classes from './MySecurity.module.css'
import { PasswordChangeForm } from './PasswordChangeForm'
import { PinSection } from './PinSection'

const DEFAULT_LOCK_MINUTES = 10

/** S1.15: the lock of this console and one's own password; the portal has a lock of its own. */
export function MySecurityPage() {
  const { controller } = useConsole()
  const { client, storage } = useSession()
  const { link } = useSyncState()
  const minutes = useClinic()?.settings.consoleLockMinutes ?? DEFAULT_LOCK_MINUTES
  return (
    <div className={classes.page}>
      <PageHeader title="My security" sub="This console, and the way you sign in." />
      <Paper component="section" className={classes.part} aria-labelledby="lock">
        <h2 className={classes.title} id="lock">
          Lock of this console
        </h2>
        <p className={classes.said}>
          It locks by itself after {minutes} minutes without a key or a click, and when the computer sleeps or its
          screen is locked. {storage === 'sealed' ? 'What it holds is sealed then.' : 'It keeps nothing on disk.'} An
          administrator sets the time.
        </p>
        <Button
          variant="default"
          leftSection={<IconLock size={16} aria-hidden />}
          onClick={() => void controller.lock()}
        >
          Lock now
        </Button>
      </Paper>
      <PinSection />
      <Paper component="section" className={classes.part} aria-labelledby="password">
        <h2 className={classes.title} id="password">
          Password
        </h2>
        <p className={classes.said}>Changing it signs you out on every other console.</p>
        {link === 'online' ? (
          <PasswordChangeForm
            client={client}
            currentLabel="The password you have now"
            onChanged={() => notifications.show({ message: 'Your password is changed.' })}
          />
        ) : (
          <Alert color="gray">Possible while this console is online.</Alert>
        )}
      </Paper>
      <Paper component="section" className={classes.part} aria-labelledby="factor">
        <h2 className={classes.title} id="factor">
          Second factor
        </h2>
        <p className={classes.said}>
          Every colleague has one. With a new or lost phone, an administrator resets it under Staff and roles; the next
          sign-in then leads to setting it up.
        </p>
      </Paper>
    </div>
  )
}
