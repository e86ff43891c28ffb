import { Button } from '@mantine/core'
import { IconLogout, IconPrinter } from '@tabler/icons-react'
import { useCallback, useEffect } from 'react'
import type { OwnRecord, PortalMe } from '../../../shared/accounts/portalSchemas'
import { displayName } from '../../ui/PersonName'
import { useClient } from '../shell/ClientContext'
import { LoadFailure } from '../shell/LoadFailure'
import { ProblemNotice } from '../shell/ProblemNotice'
import { Redirect } from '../shell/router'
import { useSession } from '../shell/SessionContext'
import { SignedIn } from '../shell/SignedIn'
import { StepHeading } from '../shell/StepHeading'
import { useLoaded } from '../shell/useLoaded'
import { useSignOut } from '../shell/useSignOut'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { ClinicCard } from './ClinicCard'
import { ContactCard } from './ContactCard'
import { DetailsCard } from './DetailsCard'
import { PrintedOn } from './PrintedOn'
import classes from './record.module.css'
import { WrongCard } from './WrongCard'

/** `/home`: the participant's own details as the clinic has them, and the clinic. */
export function HomePage() {
  return <SignedIn>{(me) => (me.consentDone ? <OwnHome me={me} /> : <Redirect to="/consent" />)}</SignedIn>
}

function OwnHome({ me }: { readonly me: PortalMe }) {
  const client = useClient()
  const { follow } = useSession()
  const { loaded, reload } = useLoaded(useCallback(() => client.record.own.query(), [client]))
  useEffect(() => {
    if (loaded.state === 'failed') follow(loaded.problem)
  }, [loaded, follow])
  if (loaded.state === 'ready') return <Home me={me} record={loaded.value} />
  if (loaded.state === 'failed' && !leadsElsewhere(loaded.problem.code))
    return <LoadFailure problem={loaded.problem} onRetry={reload} />
  return <Waiting lines={10} />
}

const leadsElsewhere = (code: string) => code === 'NOT_SIGNED_IN' || code === 'CONSENT_REQUIRED'

function Home({ me, record }: { readonly me: PortalMe; readonly record: OwnRecord }) {
  const text = useText()
  const { busy, problem, signOut } = useSignOut()
  return (
    <div className={classes.page}>
      <div className={classes.top}>
        <StepHeading pageTitle={text.record.pageTitle} intro={text.record.intro}>
          {text.record.hello({ name: displayName(me.displayName) })}
        </StepHeading>
        <PrintedOn />
        <div className={classes.topActions}>
          <Button variant="subtle" leftSection={<IconPrinter size={20} aria-hidden />} onClick={() => print()}>
            {text.record.print}
          </Button>
          <Button variant="default" loading={busy} leftSection={<IconLogout size={20} aria-hidden />} onClick={signOut}>
            {text.shell.signOut}
          </Button>
        </div>
      </div>
      <ProblemNotice problem={problem} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <DetailsCard record={record} />
          <ContactCard record={record} />
        </div>
        <div className={classes.column}>
          <ClinicCard clinic={record.clinic} />
          <WrongCard phone={record.clinic.phone} />
        </div>
      </div>
    </div>
  )
}
