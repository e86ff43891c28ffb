import type { RequestView } from '../../../shared/waysIn/waysInSchemas'
import { CallClinic } from '../shell/CallClinic'
import { Link } from '../shell/router'
import classes from '../shell/shell.module.css'
import { useText } from '../text/portalText'
import own from './waysIn.module.css'

/** S3.22, S3.25, S3.26: why nothing may have come, without telling whether the contact is known. */
export function CheckHelp({ channel }: { readonly channel: RequestView['channel'] }) {
  const { accounts, waysIn } = useText()
  const byEmail = channel === 'email'
  const lines = Object.values(byEmail ? waysIn.noEmailHelp : waysIn.noTextHelp)
  return (
    <>
      <details className={own.help}>
        <summary>{byEmail ? waysIn.noEmail : waysIn.noText}</summary>
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
      <CallClinic sentence={accounts.cannotSignIn} />
      <p className={classes.quiet}>
        <Link to="/locked-out">{waysIn.trouble}</Link>
      </p>
    </>
  )
}
