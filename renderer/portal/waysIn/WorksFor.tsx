import type { RequestView } from '../../../shared/waysIn/waysInSchemas'
import { Notice } from '../shell/Notice'
import classes from '../shell/shell.module.css'
import { useText } from '../text/portalText'

export interface WorksForProps {
  readonly channel: RequestView['channel']
  readonly secondsLeft: number
}

/** How long what was sent works, in whole minutes so that it does not fidget; its end is announced (S3.23, S3.24). */
export function WorksFor({ channel, secondsLeft }: WorksForProps) {
  const { waysIn } = useText()
  const byEmail = channel === 'email'
  if (secondsLeft === 0) return <Notice tone="info">{byEmail ? waysIn.linkOver : waysIn.codeOver}</Notice>
  const count = Math.ceil(secondsLeft / 60)
  return <p className={classes.quiet}>{byEmail ? waysIn.linkWorks({ count }) : waysIn.codeWorks({ count })}</p>
}
