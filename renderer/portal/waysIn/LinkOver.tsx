import { CallClinic } from '../shell/CallClinic'
import { Link } from '../shell/router'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { useText } from '../text/portalText'
import own from './waysIn.module.css'

/** The one page for every sign-in or reset link that does not work, whatever the reason, with the way to a new one (S3.23, S4.27). */
export function LinkOver({ to }: { readonly to: '/sign-in' | '/forgot' }) {
  const { accounts, waysIn } = useText()
  return (
    <>
      <StepHeading key="over" pageTitle={waysIn.pageTitle} intro={waysIn.notWorkingReason}>
        {waysIn.notWorkingTitle}
      </StepHeading>
      <Link className={own.action} to={to}>
        {waysIn.askForLink}
      </Link>
      <div className={classes.foot}>
        <CallClinic sentence={accounts.cannotSignIn} />
        <p className={classes.quiet}>
          <Link to="/locked-out">{waysIn.trouble}</Link>
        </p>
      </div>
    </>
  )
}
