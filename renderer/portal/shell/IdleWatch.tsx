import { Button, Modal } from '@mantine/core'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { LiveRegion } from '../../ui/LiveRegion'
import { useText } from '../text/portalText'
import { useClient } from './ClientContext'
import { ProblemNotice } from './ProblemNotice'
import { usePulse } from './PulseContext'
import { useSession } from './SessionContext'
import classes from './shell.module.css'
import { useAction } from './useAction'

const MINUTE_MS = 60_000
/** product.md: the warning comes so long before an idle end. */
export const WARN_MS = 5 * MINUTE_MS
/** The server moves a session's end on at most once a minute, so the end may be so much nearer than the last answer says. */
const SLACK_MS = MINUTE_MS

/**
 * Warns before the session ends for want of activity, counted from the last answer in any tab of this browser; clocks of server and device
 * may differ. One press goes on; at the end the page is emptied and leads to sign-in.
 */
export function IdleWatch({ idleSeconds }: { readonly idleSeconds: number }) {
  const client = useClient()
  const { leave, follow } = useSession()
  const secondsLeft = useSecondsLeft(idleSeconds)
  const { busy, problem, run } = useAction()
  const over = secondsLeft !== null && secondsLeft <= 0
  useEffect(() => {
    if (!over) return
    // The server ends it by itself; asking as well leaves nothing open where its clock runs behind.
    client.auth.signOut.mutate().catch(() => {})
    leave('idle')
  }, [over, client, leave])
  const stay = useCallback(
    () =>
      run(async () => {
        await client.auth.stay.mutate()
      }),
    [client, run],
  )
  useEffect(() => {
    if (problem) follow(problem)
  }, [problem, follow])
  return (
    <IdleDialog
      secondsLeft={over ? null : secondsLeft}
      busy={busy}
      onStay={stay}
      problem={<ProblemNotice problem={problem} />}
    />
  )
}

export interface IdleDialogProps {
  readonly secondsLeft: number | null
  readonly busy: boolean
  readonly onStay: () => void
  readonly problem: ReactNode
  /** What ends and how to go on; a session by default. */
  readonly words?: { readonly body: string; readonly stay: string }
}

/** Said aloud when it opens and for the last half minute once; the running count is for the eye alone. */
export function IdleDialog({ secondsLeft, busy, onStay, problem, words: given }: IdleDialogProps) {
  const { shell } = useText()
  const { body, stay } = given ?? { body: shell.idleBody, stay: shell.idleStay }
  const left = secondsLeft ?? 0
  const atOpening = useAtOpening(secondsLeft)
  const words = left >= 120 ? shell.idleMinutes({ count: Math.ceil(left / 60) }) : shell.idleSeconds({ count: left })
  return (
    <Modal
      opened={secondsLeft !== null}
      onClose={onStay}
      title={shell.idleTitle}
      withCloseButton={false}
      // Without its words fading: they would count on while it closes.
      transitionProps={{ duration: 0 }}
    >
      <p className={classes.idleWords}>{body}</p>
      <p className={classes.idleLeft} aria-hidden>
        {words}
      </p>
      <LiveRegion urgency="assertive">
        {atOpening === null
          ? null
          : left > 30
            ? shell.idleMinutes({ count: Math.ceil(atOpening / 60) })
            : shell.idleSeconds({ count: 30 })}
      </LiveRegion>
      {problem}
      <Button fullWidth data-autofocus loading={busy} onClick={onStay}>
        {stay}
      </Button>
    </Modal>
  )
}

/** What was left when the dialog opened; null while it is closed. */
function useAtOpening(secondsLeft: number | null): number | null {
  const [atOpening, setAtOpening] = useState(secondsLeft)
  if ((secondsLeft === null) !== (atOpening === null)) setAtOpening(secondsLeft)
  return atOpening
}

/** Seconds until the idle end, from the warning on; null before. Looked at each second, because a sleeping device runs no long timers. */
function useSecondsLeft(idleSeconds: number): number | null {
  const pulse = usePulse()
  const [left, setLeft] = useState<number | null>(null)
  useEffect(() => {
    const look = () => {
      const ms = pulse.lastActiveAt() + idleSeconds * 1000 - SLACK_MS - pulse.now()
      setLeft(ms > WARN_MS ? null : Math.max(0, Math.ceil(ms / 1000)))
    }
    look()
    const timer = setInterval(look, 1000)
    addEventListener('focus', look)
    return () => {
      clearInterval(timer)
      removeEventListener('focus', look)
    }
  }, [pulse, idleSeconds])
  return left
}
