import { Link } from '../shell/router'
import { SingleTask } from '../shell/SingleTask'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { useText } from '../text/portalText'
import own from './waysIn.module.css'

/** `/safety`: for somebody whose device or mailbox others look at. Reachable from every page, before sign-in too. */
export function SafetyPage() {
  const { safety, shell } = useText()
  const parts = [
    [safety.leaveTitle, safety.leave],
    [safety.historyTitle, safety.history],
    [safety.sharedTitle, safety.shared],
    [safety.messagesTitle, safety.messages],
    [safety.backTitle, safety.back],
  ] as const
  return (
    <SingleTask>
      <StepHeading pageTitle={safety.pageTitle} intro={safety.intro}>
        {safety.title}
      </StepHeading>
      {parts.map(([title, words]) => (
        <section key={title} className={own.part}>
          <h2>{title}</h2>
          <p>{words}</p>
        </section>
      ))}
      <div className={classes.foot}>
        <p className={classes.quiet}>
          <Link to="/">{shell.home}</Link>
        </p>
      </div>
    </SingleTask>
  )
}
