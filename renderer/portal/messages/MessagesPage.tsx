import { lazy, Suspense, useState } from 'react'
import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import type { PortalMessage } from '../../../shared/messages/messageSchemas'
import { SOMETHING_ELSE } from '../corrections/correctionChoices'
import { CallClinic } from '../shell/CallClinic'
import { leadsElsewhere } from '../shell/gates'
import { LoadFailure } from '../shell/LoadFailure'
import { Link } from '../shell/router'
import { StepHeading } from '../shell/StepHeading'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { MessageForm } from './MessageForm'
import classes from './messages.module.css'
import { Thread } from './Thread'
import { useThread } from './useThread'

// Its own file: most visits find nothing wrong.
const AskDialog = lazy(() => import('../corrections/AskDialog').then((module) => ({ default: module.AskDialog })))

/** `/portal/messages` (S0.27): what the participant and the clinic write to each other. Says so where the clinic does not use it (S4.11). */
export function MessagesPage({ me }: { readonly me: PortalMe }) {
  return me.functions.some(({ name }) => name === 'messages') ? <OwnMessages /> : <MessagesOff />
}

function OwnMessages() {
  const { messages: text } = useText()
  const { loaded, reload, fresh } = useThread()
  const [wrong, setWrong] = useState<PortalMessage | null>(null)
  if (loaded.state === 'failed' && loaded.problem.code === 'NOT_FOUND') return <MessagesOff />
  if (loaded.state === 'failed' && !leadsElsewhere(loaded.problem.code))
    return <LoadFailure problem={loaded.problem} onRetry={reload} />
  return (
    <div className={classes.page}>
      <StepHeading pageTitle={text.pageTitle} intro={text.intro}>
        {text.title}
      </StepHeading>
      <CallClinic sentence={text.urgent} />
      {loaded.state === 'ready' ? (
        <>
          <Thread messages={loaded.value} fresh={fresh} onWrong={setWrong} />
          <MessageForm onSent={reload} />
        </>
      ) : (
        <Waiting lines={8} />
      )}
      {wrong === null ? null : (
        <Suspense>
          <AskDialog record={null} marked={SOMETHING_ELSE} message={wrong} onClose={() => setWrong(null)} />
        </Suspense>
      )}
    </div>
  )
}

function MessagesOff() {
  const { messages: text } = useText()
  return (
    <div className={classes.page}>
      <StepHeading pageTitle={text.pageTitle} intro={text.off}>
        {text.offTitle}
      </StepHeading>
      <p>
        <Link to="/home">{text.home}</Link>
      </p>
    </div>
  )
}
