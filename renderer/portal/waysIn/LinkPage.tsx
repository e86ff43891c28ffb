import { Button } from '@mantine/core'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { type ApiProblem, problemOf } from '../../api/apiError'
import type { InviteFragments } from '../invite/inviteFragment'
import { useClient } from '../shell/ClientContext'
import { LoadFailure } from '../shell/LoadFailure'
import { useSession } from '../shell/SessionContext'
import { SingleTask } from '../shell/SingleTask'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { LinkOver } from './LinkOver'

type Stage =
  | { readonly at: 'opening' }
  | { readonly at: 'confirm'; readonly token: string }
  | { readonly at: 'over' }
  | { readonly at: 'failed'; readonly problem: ApiProblem }

/** `/link`: posts the token that the address brought. Elsewhere than in the browser that asked, one button must be pressed first. */
export function LinkPage({ links }: { readonly links: InviteFragments }) {
  const { waysIn } = useText()
  const { stage, confirm, retry } = useLink(links)
  return (
    <SingleTask>
      {stage.at === 'opening' ? (
        <>
          <StepHeading pageTitle={waysIn.pageTitle}>{waysIn.openingTitle}</StepHeading>
          <Waiting lines={3} />
        </>
      ) : stage.at === 'confirm' ? (
        <Confirm onConfirm={() => confirm(stage.token)} />
      ) : stage.at === 'failed' ? (
        <LoadFailure problem={stage.problem} onRetry={retry} />
      ) : (
        <LinkOver to="/sign-in" />
      )}
    </SingleTask>
  )
}

function Confirm({ onConfirm }: { readonly onConfirm: () => void }) {
  const { waysIn } = useText()
  return (
    <>
      <StepHeading key="confirm" pageTitle={waysIn.pageTitle} intro={waysIn.confirmIntro}>
        {waysIn.confirmTitle}
      </StepHeading>
      <Button fullWidth onClick={onConfirm}>
        {waysIn.confirmAction}
      </Button>
      <div className={classes.foot}>
        <p className={classes.quiet}>{waysIn.confirmNotYou}</p>
      </div>
    </>
  )
}

/** A link that did not reach the server is tried again as it was, pressed or not. */
function useLink(links: InviteFragments) {
  const client = useClient()
  const { enter } = useSession()
  const link = useSyncExternalStore(links.subscribe, links.current)
  const [stage, setStage] = useState<Stage>({ at: 'opening' })
  const [tried, setTried] = useState(false)
  const open = useCallback(
    async (token: string, confirmed: boolean) => {
      setStage({ at: 'opening' })
      setTried(confirmed)
      try {
        const answer = await client.auth.openLink.mutate({ token, confirmed })
        if (answer.state === 'done') enter(answer.next)
        else setStage({ at: 'confirm', token })
      } catch (error) {
        const problem = problemOf(error)
        setStage(problem.code === 'LINK_NOT_WORKING' ? { at: 'over' } : { at: 'failed', problem })
      }
    },
    [client, enter],
  )
  useEffect(() => {
    if (link) void open(link.token, false)
    else setStage({ at: 'over' })
  }, [link, open])
  const retry = () => link && void open(link.token, tried)
  return { stage, confirm: (token: string) => void open(token, true), retry }
}
