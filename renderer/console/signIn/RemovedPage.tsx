import { Button, Loader } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { WipeStep } from '../../../shared/ipc/desktopTypes'
import { useConsole } from '../shell/ConsoleContext'
import { SinglePage } from '../shell/SinglePage'
import classes from '../shell/SinglePage.module.css'

const LOOK_EVERY_MS = 2_000

/** D3: an administrator removed this console; its copies and keys are gone. Says whether the clinic's server knows that already. */
export function RemovedPage() {
  const { controller } = useConsole()
  const wipe = useWipeStep()
  return (
    <SinglePage
      title="This console was removed"
      lead={
        <>
          <p>
            An administrator removed it from the clinic. The records on this computer and their keys{' '}
            {wipe === 'erasing' ? 'are being deleted' : 'have been deleted'}. If this is a mistake, ask an
            administrator.
          </p>
          {wipe === null ? <p>To work here again, sign in: an administrator then approves it like a new one.</p> : null}
        </>
      }
    >
      {wipe === null ? (
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => void controller.look()}>
            Go to sign in
          </Button>
        </div>
      ) : (
        <div className={classes.stack}>
          <output className={classes.person}>
            <Loader size="xs" aria-hidden />
            {wipe === 'erasing'
              ? 'Deleting what is on this computer.'
              : 'The server does not have the confirmation yet. This console keeps trying.'}
          </output>
          {wipe === 'erasing' ? (
            <Button variant="default" onClick={() => void controller.look()}>
              Try again
            </Button>
          ) : null}
        </div>
      )}
    </SinglePage>
  )
}

/** How far the order is carried out; null when there is nothing left to do. */
function useWipeStep(): WipeStep | null {
  const { desktop } = useConsole()
  const [step, setStep] = useState<WipeStep | null>('erasing')
  useEffect(() => {
    const look = () =>
      void desktop.status.query().then(
        ({ wipe }) => setStep(wipe),
        () => undefined,
      )
    look()
    const timer = setInterval(look, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [desktop])
  return step
}
