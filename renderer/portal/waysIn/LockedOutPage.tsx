import { ContactInfo } from '../branding/ContactInfo'
import { useClinic } from '../shell/ClinicContext'
import { Link } from '../shell/router'
import { SingleTask } from '../shell/SingleTask'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { useText } from '../text/portalText'
import own from './waysIn.module.css'

/** `/locked-out`: what may be the cause and what to do, the same for everybody (P4, S3.22). */
export function LockedOutPage() {
  const { waysIn } = useText()
  const reset = useClinic()?.methods.password ?? false
  return (
    <SingleTask>
      <StepHeading pageTitle={waysIn.pageTitle} intro={waysIn.lockedOutIntro}>
        {waysIn.lockedOutTitle}
      </StepHeading>
      <section className={own.part}>
        <h2>{waysIn.lockedOutCauses}</h2>
        <ul>
          {Object.values(waysIn.causes).map((cause) => (
            <li key={cause}>{cause}</li>
          ))}
        </ul>
      </section>
      <section className={own.part}>
        <h2>{waysIn.lockedOutSteps}</h2>
        <ul>
          <li>{waysIn.steps.wait}</li>
          <li>{waysIn.steps.other}</li>
          {reset ? (
            <li>
              <Link to="/forgot">{waysIn.steps.reset}</Link>
            </li>
          ) : null}
          <li>{waysIn.steps.call}</li>
        </ul>
      </section>
      <div className={classes.foot}>
        <ContactInfo />
        <p className={classes.quiet}>
          <Link to="/sign-in">{waysIn.backToSignIn}</Link>
        </p>
      </div>
    </SingleTask>
  )
}
