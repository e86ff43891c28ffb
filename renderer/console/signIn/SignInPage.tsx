import { Alert, Button } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { DesktopStatus, KnownPerson } from '../../../shared/ipc/desktopTypes'
import { useConsole } from '../shell/ConsoleContext'
import type { Notice } from '../shell/consoleState'
import { SinglePage } from '../shell/SinglePage'
import { SignInForm } from './SignInForm'
import { NOTICES } from './signInText'

export interface SignInPageProps {
  readonly people: readonly KnownPerson[]
  readonly notice: Notice | null
}

/** Online sign-in, with the way past it for people whose records are on this computer already. */
export function SignInPage({ people, notice }: SignInPageProps) {
  const { controller, client, desktop } = useConsole()
  const [status, setStatus] = useState<DesktopStatus | null>(null)
  useEffect(() => {
    desktop.status.query().then(setStatus, () => setStatus(null))
  }, [desktop])
  const only = people.length === 1 ? people[0]?.email : undefined
  const canUnlock =
    people.some(({ leaseOver }) => !leaseOver) && notice !== 'sign_in_needed' && notice !== 'key_refused'
  const wiped = notice === 'wiped' || notice === 'wiped_unsent'
  return (
    <SinglePage
      title="Sign in"
      lead={status ? <p>{new URL(status.server).host}</p> : null}
      foot={
        canUnlock ? (
          <Button variant="subtle" size="compact-sm" onClick={() => void controller.goTo('unlock')}>
            Open this computer's records with the password only
          </Button>
        ) : null
      }
    >
      {notice ? (
        <Alert icon={<IconInfoCircle aria-hidden />} mb="md">
          {NOTICES[notice]}
        </Alert>
      ) : null}
      <SignInForm
        client={client}
        {...(only ? { email: only } : {})}
        asksName={people.length === 0 && !wiped}
        onSignedIn={(me) => void controller.signedIn(me)}
        onRemoved={() => void controller.removed()}
      />
    </SinglePage>
  )
}
