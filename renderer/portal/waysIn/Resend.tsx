import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { RequestView } from '../../../shared/waysIn/waysInSchemas'
import { problemOf } from '../../api/apiError'
import { LiveRegion } from '../../ui/LiveRegion'
import { useClient } from '../shell/ClientContext'
import { ProblemNotice } from '../shell/ProblemNotice'
import { navigate } from '../shell/router'
import { useAction } from '../shell/useAction'
import { useText } from '../text/portalText'
import { enterAnother } from './entryChannel'
import { useSecondsLeft } from './useSecondsLeft'
import own from './waysIn.module.css'

export interface ResendProps {
  readonly view: RequestView
  readonly onNewer: (view: RequestView) => void
  readonly over: boolean
}

/** S3.9 to S3.11: once more to the same contact, or to another. The count is for the eye; its end is said aloud. */
export function Resend({ view, onNewer, over }: ResendProps) {
  const { waysIn } = useText()
  const client = useClient()
  const wait = useWait(view)
  const [sent, setSent] = useState(false)
  const { busy, problem, run } = useAction()
  const byEmail = view.channel === 'email'
  const resend = () =>
    run(async () => {
      setSent(false)
      try {
        onNewer(await client.auth.resend.mutate())
        setSent(true)
      } catch (error) {
        const { code, retryAfterSeconds } = problemOf(error)
        // The cookie of the request has run out: there is nothing to send again, so the contact is asked for once more (S3.23).
        if (code === 'NOT_FOUND' || code === 'CHALLENGE_OVER' || code === 'LINK_NOT_WORKING')
          return navigate('/sign-in', 'replace')
        if (retryAfterSeconds !== undefined) wait.until(retryAfterSeconds)
        throw error
      }
    })
  const { left } = wait
  const words =
    left < 120 ? waysIn.resendSeconds({ count: left }) : waysIn.resendMinutes({ count: Math.ceil(left / 60) })
  return (
    <div className={own.resend}>
      <ProblemNotice problem={problem} />
      <Button variant={over ? 'filled' : 'default'} fullWidth loading={busy} disabled={left > 0} onClick={resend}>
        {byEmail ? waysIn.resendLink : waysIn.resendCode}
      </Button>
      <p className={own.count} aria-hidden>
        {left > 0 ? words : null}
      </p>
      <LiveRegion visible={sent}>{sent ? waysIn.resent : left === 0 ? waysIn.resendReady : null}</LiveRegion>
      <Button variant="subtle" fullWidth onClick={() => enterAnother(byEmail ? 'email' : 'phone')}>
        {byEmail ? waysIn.otherEmail : waysIn.otherPhone}
      </Button>
    </div>
  )
}

/** Seconds until a resend is possible: what the last answer said, or a refusal since. */
function useWait(view: RequestView) {
  const [wait, setWait] = useState({ seconds: view.resendInSeconds })
  useEffect(() => setWait({ seconds: view.resendInSeconds }), [view])
  const left = useSecondsLeft(wait.seconds, wait)
  return { left, until: (seconds: number) => setWait({ seconds: Math.ceil(seconds) }) }
}
