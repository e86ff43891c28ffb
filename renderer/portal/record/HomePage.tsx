import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import type { OwnRecord, PortalMe } from '../../../shared/accounts/portalSchemas'
import { displayName } from '../../ui/PersonName'
import { type Marked, SOMETHING_ELSE } from '../corrections/correctionChoices'
import { useClient } from '../shell/ClientContext'
import { Functions } from '../shell/Functions'
import { leadsElsewhere } from '../shell/gates'
import { LoadFailure } from '../shell/LoadFailure'
import { useSession } from '../shell/SessionContext'
import { StepHeading } from '../shell/StepHeading'
import { useLoaded } from '../shell/useLoaded'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { ClinicCard } from './ClinicCard'
import { ContactCard } from './ContactCard'
import { DetailsCard } from './DetailsCard'
import { PrintedOn } from './PrintedOn'
import classes from './record.module.css'
import { WrongCard } from './WrongCard'

// Its own file: most visits find nothing wrong.
const AskDialog = lazy(() => import('../corrections/AskDialog').then((module) => ({ default: module.AskDialog })))

/** `/home` (S3.14): what the portal can do, the participant's own details as the clinic has them, and the clinic. */
export function HomePage({ me }: { readonly me: PortalMe }) {
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

function Home({ me, record }: { readonly me: PortalMe; readonly record: OwnRecord }) {
  const text = useText()
  const [marked, setMarked] = useState<Marked | null>(null)
  return (
    <div className={classes.page}>
      <div className={classes.top}>
        <StepHeading pageTitle={text.record.pageTitle} intro={text.record.intro}>
          {text.record.hello({ name: displayName(me.displayName) })}
        </StepHeading>
        <PrintedOn />
        <div className={classes.topActions}>
          <Button variant="default" leftSection={<IconPrinter size={20} aria-hidden />} onClick={() => print()}>
            {text.record.print}
          </Button>
        </div>
      </div>
      <Functions functions={me.functions} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <DetailsCard record={record} onWrong={setMarked} />
          <ContactCard record={record} onWrong={setMarked} />
        </div>
        <div className={classes.column}>
          <ClinicCard clinic={record.clinic} />
          <WrongCard phone={record.clinic.phone} onAsk={() => setMarked(SOMETHING_ELSE)} />
        </div>
      </div>
      {marked === null ? null : (
        <Suspense>
          <AskDialog record={record} marked={marked} onClose={() => setMarked(null)} />
        </Suspense>
      )}
    </div>
  )
}
