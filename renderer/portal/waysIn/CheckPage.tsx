import { useCallback, useState } from 'react'
import type { RequestView } from '../../../shared/waysIn/waysInSchemas'
import { useClient } from '../shell/ClientContext'
import { LoadFailure } from '../shell/LoadFailure'
import { Redirect } from '../shell/router'
import { useSession } from '../shell/SessionContext'
import { SingleTask } from '../shell/SingleTask'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { useLoaded } from '../shell/useLoaded'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { CheckHelp } from './CheckHelp'
import { CodeStep } from './CodeStep'
import { Resend } from './Resend'
import { useSecondsLeft } from './useSecondsLeft'
import { useSignedInElsewhere } from './useSignedInElsewhere'
import { WorksFor } from './WorksFor'

/** `/sign-in/check` (S3.8 to S3.13). What was asked for is known by a cookie of this browser, so a reload changes nothing. */
export function CheckPage() {
  const client = useClient()
  const { loaded, reload } = useLoaded(useCallback(() => client.auth.request.query(), [client]))
  const [newer, setNewer] = useState<RequestView | null>(null)
  if (loaded.state === 'ready') {
    const view = newer ?? loaded.value
    return view ? <Verification view={view} onNewer={setNewer} /> : <Redirect to="/sign-in" />
  }
  return (
    <SingleTask>
      {loaded.state === 'failed' ? <LoadFailure problem={loaded.problem} onRetry={reload} /> : <Waiting lines={8} />}
    </SingleTask>
  )
}

interface VerificationProps {
  readonly view: RequestView
  readonly onNewer: (view: RequestView) => void
}

function Verification({ view, onNewer }: VerificationProps) {
  const { waysIn } = useText()
  const { enter, follow } = useSession()
  const { channel, masked, expiresInSeconds } = view
  const left = useSecondsLeft(expiresInSeconds, view)
  const byEmail = channel === 'email'
  const onSession = useCallback(
    (code: string | null) => (code === 'SESSION_LOCKED' ? follow({ code }) : enter('home')),
    [enter, follow],
  )
  useSignedInElsewhere(byEmail && left > 0, onSession)
  return (
    <SingleTask>
      <StepHeading
        pageTitle={waysIn.pageTitle}
        intro={byEmail ? waysIn.linkSent({ contact: masked }) : waysIn.codeSent({ contact: masked })}
      >
        {byEmail ? waysIn.checkEmailTitle : waysIn.checkPhoneTitle}
      </StepHeading>
      {byEmail ? <p>{waysIn.linkGoesOn}</p> : null}
      <WorksFor channel={channel} secondsLeft={left} />
      {byEmail ? null : <CodeStep over={left === 0} onRight={enter} />}
      <Resend view={view} onNewer={onNewer} over={left === 0} />
      <div className={classes.foot}>
        <CheckHelp channel={channel} />
      </div>
    </SingleTask>
  )
}
