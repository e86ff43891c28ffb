import { Button } from '@mantine/core'
import { useConsole } from '../shell/ConsoleContext'
import { SinglePage } from '../shell/SinglePage'
import classes from '../shell/SinglePage.module.css'

/** D3: an administrator removed this console; its copies and keys are gone. */
export function RemovedPage() {
  const { controller } = useConsole()
  return (
    <SinglePage
      title="This console was removed"
      lead={
        <p>
          An administrator removed it from the clinic. The records on this computer and their keys have been deleted. If
          this is a mistake, ask an administrator.
        </p>
      }
    >
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => void controller.look()}>
          Go to sign in
        </Button>
      </div>
    </SinglePage>
  )
}
