import { Button } from '@mantine/core'
import { useState } from 'react'
import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import { StepProgress } from '../../ui/StepProgress'
import { CallClinic } from '../shell/CallClinic'
import { useClinic } from '../shell/ClinicContext'
import { navigate, Redirect } from '../shell/router'
import { SingleTask } from '../shell/SingleTask'
import { StepHeading } from '../shell/StepHeading'
import shell from '../shell/shell.module.css'
import { useSignOut } from '../shell/useSignOut'
import { useText } from '../text/portalText'
import { NameForm } from './NameForm'
import { ReauthProvider } from './ReauthProvider'
import { RecoveryCodes } from './RecoveryCodes'
import { Refusal } from './Refusal'
import { ScanForm } from './ScanForm'
import classes from './security.module.css'
import { useEnrolment } from './useEnrolment'

/** `/enrol`: the clinic asks for a second step before anything else. One task, three steps, and then home. */
export function EnrolPage({ me }: { readonly me: PortalMe }) {
  // Only at the beginning: with the last step the session is through, and its recovery codes are still on the screen.
  const [needed] = useState(!me.mfaDone)
  if (!needed) return <Redirect to="/home" />
  return (
    <ReauthProvider email={me.email}>
      <SingleTask>
        <Steps me={me} />
        <Help />
      </SingleTask>
    </ReauthProvider>
  )
}

function Steps({ me }: { readonly me: PortalMe }) {
  const { enrol, goOn } = useText().accountSecurity
  const home = () => navigate('/home', 'replace')
  const enrolment = useEnrolment({ onVerified: home })
  const { stage, busy, problem, wrongCode } = enrolment
  if (stage.step === 'name')
    return (
      <>
        <StepProgress step={1} of={3} label={enrol.stepName} />
        <StepHeading key="name" pageTitle={enrol.pageTitle} intro={enrol.reason}>
          {enrol.title}
        </StepHeading>
        <NameForm
          initial={enrol.nameDefault}
          submitLabel={goOn}
          busy={busy}
          problem={problem}
          onSubmit={enrolment.begin}
        >
          <p>{enrol.need}</p>
          <p>{enrol.nameWhy}</p>
        </NameForm>
      </>
    )
  if (stage.step === 'scan')
    return (
      <>
        <StepProgress step={2} of={3} label={enrol.stepScan} />
        <StepHeading key={stage.begun.factorId} pageTitle={enrol.pageTitle}>
          {enrol.scanTitle}
        </StepHeading>
        <ScanForm
          key={`form ${stage.begun.factorId}`}
          begun={stage.begun}
          renewed={stage.renewed}
          busy={busy}
          problem={problem}
          wrongCode={wrongCode}
          onVerify={enrolment.verify}
        />
      </>
    )
  return (
    <>
      <StepProgress step={3} of={3} label={enrol.stepKeep} />
      <StepHeading key="keep" pageTitle={enrol.pageTitle} intro={enrol.keepIntro}>
        {enrol.keepTitle}
      </StepHeading>
      <RecoveryCodes codes={stage.codes} me={me} onKept={home} />
    </>
  )
}

/** For people without a phone or app, and the way out. */
function Help() {
  const text = useText()
  const { enrol } = text.accountSecurity
  const clinic = useClinic()
  const { busy, problem, signOut } = useSignOut()
  return (
    <div className={shell.foot}>
      {clinic?.phone ? <CallClinic sentence={enrol.noApp} /> : <p className={shell.quiet}>{enrol.noAppNoPhone}</p>}
      <Refusal problem={problem} />
      <Button className={classes.alone} variant="default" loading={busy} onClick={signOut}>
        {text.shell.signOut}
      </Button>
    </div>
  )
}
