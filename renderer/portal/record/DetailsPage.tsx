import { useCallback, useEffect } from 'react'
import type { OwnRecord, PortalMe } from '../../../shared/accounts/portalSchemas'
import { missingDetails } from '../../../shared/record/detailsRules'
import { StepProgress } from '../../ui/StepProgress'
import { useClient } from '../shell/ClientContext'
import { leadsElsewhere } from '../shell/gates'
import { LoadFailure } from '../shell/LoadFailure'
import { Redirect } from '../shell/router'
import { useSession } from '../shell/SessionContext'
import { SingleTask } from '../shell/SingleTask'
import { StepHeading } from '../shell/StepHeading'
import { useLoaded } from '../shell/useLoaded'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { DetailsForm } from './DetailsForm'

/** `/details` (S4.13): the last step of registration, after the account and the texts; only what the clinic does not have is asked. */
export function DetailsPage({ me }: { readonly me: PortalMe }) {
  return me.detailsWanted ? <WantedDetails me={me} /> : <Redirect to="/home" />
}

function WantedDetails({ me }: { readonly me: PortalMe }) {
  const { details: text } = useText()
  const client = useClient()
  const { follow } = useSession()
  const { loaded, reload } = useLoaded(useCallback(() => client.record.own.query(), [client]))
  useEffect(() => {
    if (loaded.state === 'failed') follow(loaded.problem)
  }, [loaded, follow])
  if (loaded.state === 'failed' && !leadsElsewhere(loaded.problem.code))
    return <LoadFailure problem={loaded.problem} onRetry={reload} />
  if (loaded.state !== 'ready') return <Waiting lines={8} />
  const asked = missingOf(loaded.value)
  if (asked.length === 0) return <Redirect to="/home" />
  return (
    <SingleTask>
      <StepProgress step={3} of={3} label={text.step} />
      <StepHeading pageTitle={text.pageTitle} intro={me.holder === 'caregiver' ? text.introCaregiver : text.introSelf}>
        {text.title}
      </StepHeading>
      <DetailsForm asked={asked} />
    </SingleTask>
  )
}

function missingOf(record: OwnRecord) {
  return missingDetails({ ...record, hasPhone: record.phones.length > 0 })
}
