import { Button } from '@mantine/core'
import type { StaffMe } from '../../../shared/staff/staffSchemas'
import { PersonName } from '../../ui/PersonName'
import { useConsole } from '../shell/ConsoleContext'
import { SinglePage } from '../shell/SinglePage'
import { PasswordChangeForm } from './PasswordChangeForm'

/** After the first sign-in with a password that somebody else knows: nothing else opens before it is replaced. */
export function FirstPasswordPage({ me }: { readonly me: StaffMe }) {
  const { controller, client } = useConsole()
  return (
    <SinglePage
      title="Choose a password of your own"
      lead={
        <p>
          <PersonName name={me.staff.displayName} />, you signed in with a password that somebody gave you. Replace it
          now; nobody else will know the new one.
        </p>
      }
      foot={
        <Button variant="subtle" size="compact-sm" onClick={() => void controller.signOut()}>
          Sign out
        </Button>
      }
    >
      <PasswordChangeForm
        client={client}
        currentLabel="The password you were given"
        onChanged={(changed) => void controller.signedIn(changed)}
      />
    </SinglePage>
  )
}
