import { useCallback, useEffect } from 'react'
import type { SecurityView } from '../../../shared/accountSecurity/securitySchemas'
import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import { useClient } from '../shell/ClientContext'
import { LoadFailure } from '../shell/LoadFailure'
import { useSession } from '../shell/SessionContext'
import { StepHeading } from '../shell/StepHeading'
import { useLoaded } from '../shell/useLoaded'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { AppLockSection } from './AppLockSection'
import { ContactsSection } from './ContactsSection'
import { FactorsSection } from './FactorsSection'
import { HistorySection } from './HistorySection'
import { PasswordSection } from './PasswordSection'
import { ReauthProvider } from './ReauthProvider'
import { SessionsSection } from './SessionsSection'
import classes from './security.module.css'

/** `/portal/security` (S1.1): second step, devices, app lock, contacts, password and history of the person signed in. */
export function SecurityPage({ me }: { readonly me: PortalMe }) {
  const text = useText().accountSecurity
  return (
    <ReauthProvider email={me.email}>
      <div className={classes.page}>
        <StepHeading pageTitle={text.pageTitle} intro={text.intro}>
          {text.title}
        </StepHeading>
        <Needs />
        <Settings me={me} />
        <p className={classes.disclaimer}>{text.disclaimer}</p>
      </div>
    </ReauthProvider>
  )
}

/** S1.14: what must be there before anything here can be done. */
function Needs() {
  const text = useText().accountSecurity
  return (
    <section className={classes.needs} aria-labelledby="security-needs">
      <h2 id="security-needs">{text.needsTitle}</h2>
      <ul>
        <li>{text.needsSession}</li>
        <li>{text.needsApp}</li>
      </ul>
    </section>
  )
}

function Settings({ me }: { readonly me: PortalMe }) {
  const client = useClient()
  const { follow } = useSession()
  const { loaded, reload } = useLoaded(useCallback(() => client.security.view.query(), [client]))
  useEffect(() => {
    if (loaded.state === 'failed') follow(loaded.problem)
  }, [loaded, follow])
  if (loaded.state === 'loading') return <Waiting lines={12} />
  if (loaded.state === 'failed') return <LoadFailure problem={loaded.problem} onRetry={reload} />
  return <Sections me={me} view={loaded.value} onChanged={reload} />
}

export interface SettingsProps {
  readonly me: PortalMe
  readonly view: SecurityView
  /** Something was changed on the server: ask it again. What is shown stays until the answer is there. */
  readonly onChanged: () => void
}

function Sections({ me, view, onChanged }: SettingsProps) {
  return (
    <>
      <FactorsSection me={{ ...me, email: view.email }} view={view} onChanged={onChanged} />
      <SessionsSection version={`${view.factors.length} ${view.passwordChangedAt}`} />
      <AppLockSection minutes={view.lockMinutes} onChanged={onChanged} />
      <ContactsSection view={view} onChanged={onChanged} />
      <PasswordSection view={view} onChanged={onChanged} />
      <HistorySection />
    </>
  )
}
