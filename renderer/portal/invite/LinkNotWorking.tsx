import { Button } from '@mantine/core'
import { useState } from 'react'
import { useKiosk } from '../kiosk/KioskContext'
import { CallClinic } from '../shell/CallClinic'
import { useClient } from '../shell/ClientContext'
import { ProblemNotice } from '../shell/ProblemNotice'
import { Link } from '../shell/router'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { useAction } from '../shell/useAction'
import { useText } from '../text/portalText'

export interface LinkNotWorkingProps {
  /** The link or code that did not work; null when only this browser's invite cookie can say which it was. */
  readonly given: string | null
  readonly onTypeCode: () => void
}

/** The one page for every link that does not work, whatever the reason (I6). The button always answers the same. */
export function LinkNotWorking({ given, onTypeCode }: LinkNotWorkingProps) {
  const { invite, shell } = useText()
  const client = useClient()
  const [asked, setAsked] = useState(false)
  const { busy, problem, run } = useAction()
  const ask = () =>
    run(async () => {
      await client.invite.askAgain.mutate({ token: given })
      setAsked(true)
    })
  if (asked) return <Asked />
  return (
    <>
      <StepHeading pageTitle={invite.pageTitle} intro={invite.notWorkingReason}>
        {invite.notWorkingTitle}
      </StepHeading>
      <p>{invite.notWorkingNext}</p>
      <ProblemNotice problem={problem} />
      <Button fullWidth loading={busy} onClick={ask}>
        {invite.askAgain}
      </Button>
      <Button fullWidth variant="default" onClick={onTypeCode}>
        {invite.typeCode}
      </Button>
      <div className={classes.foot}>
        <CallClinic sentence={shell.callClinic} />
        <HaveAccount />
      </div>
    </>
  )
}

function Asked() {
  const { invite, shell } = useText()
  return (
    <>
      <StepHeading key="asked" pageTitle={invite.pageTitle} intro={invite.asked}>
        {invite.askedTitle}
      </StepHeading>
      <div className={classes.foot}>
        <CallClinic sentence={shell.callClinic} />
        <HaveAccount />
      </div>
    </>
  )
}

/** Nobody signs in on the clinic's machine. */
export function HaveAccount() {
  const { invite, shell } = useText()
  if (useKiosk()) return null
  return (
    <p className={classes.quiet}>
      {invite.haveAccount} <Link to="/sign-in">{shell.signIn}</Link>
    </p>
  )
}
