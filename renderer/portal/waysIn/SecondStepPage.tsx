import { useCallback, useEffect, useState } from 'react'
import type { SecondView } from '../../../shared/waysIn/waysInSchemas'
import { CallClinic } from '../shell/CallClinic'
import { useClient } from '../shell/ClientContext'
import { LoadFailure } from '../shell/LoadFailure'
import { useSession } from '../shell/SessionContext'
import { SingleTask } from '../shell/SingleTask'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { useLoaded } from '../shell/useLoaded'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { SecondStepForm } from './SecondStepForm'
import { useSecondsLeft } from './useSecondsLeft'

/** `/sign-in/code`: the code of the app, or a recovery code, after a right first factor (M4, M5). */
export function SecondStepPage() {
  const client = useClient()
  const { leave } = useSession()
  const { loaded, reload } = useLoaded(useCallback(() => client.auth.second.query(), [client]))
  const isOver = loaded.state === 'failed' && OVER.includes(loaded.problem.code)
  useEffect(() => {
    if (isOver) leave('challenge_over')
  }, [isOver, leave])
  return (
    <SingleTask>
      {loaded.state === 'ready' ? (
        <SecondStep view={loaded.value} />
      ) : loaded.state === 'failed' && !isOver ? (
        <LoadFailure problem={loaded.problem} onRetry={reload} />
      ) : (
        <Waiting lines={7} />
      )}
    </SingleTask>
  )
}

const OVER: readonly string[] = ['CHALLENGE_OVER', 'NOT_SIGNED_IN']

function SecondStep({ view }: { readonly view: SecondView }) {
  const { waysIn } = useText()
  const { enter, leave } = useSession()
  const [recovery, setRecovery] = useState(false)
  const over = useSecondsLeft(view.expiresInSeconds, view) === 0
  const onOver = useCallback(() => leave('challenge_over'), [leave])
  useEffect(() => {
    if (over) onOver()
  }, [over, onOver])
  return (
    <>
      <StepHeading
        key={String(recovery)}
        pageTitle={waysIn.pageTitle}
        intro={recovery ? waysIn.recoveryIntro : waysIn.secondIntro}
      >
        {recovery ? waysIn.recoveryTitle : waysIn.secondTitle}
      </StepHeading>
      <SecondStepForm
        key={recovery ? 'recovery' : 'app'}
        recovery={recovery}
        triesLeft={view.triesLeft}
        onRight={enter}
        onOver={onOver}
        onSwitch={view.mayUseRecovery ? () => setRecovery(!recovery) : null}
      />
      <div className={classes.foot}>
        <CallClinic sentence={waysIn.secondLost} />
      </div>
    </>
  )
}
