import { Button, Loader } from '@mantine/core'
import { useEffect } from 'react'
import { useConsole } from '../shell/ConsoleContext'
import { SinglePage } from '../shell/SinglePage'
import classes from '../shell/SinglePage.module.css'

const ASK_EVERY_MS = 10_000

/** D3: an administrator has suspended this console. Nothing is lost; nothing opens until they say so. Goes on by itself. */
export function SuspendedPage() {
  const { controller } = useConsole()
  useEffect(() => {
    const timer = setInterval(() => void controller.checkResumed().catch(() => undefined), ASK_EVERY_MS)
    return () => clearInterval(timer)
  }, [controller])
  return (
    <SinglePage
      title="This console is suspended"
      lead={
        <>
          <p>
            An administrator of your clinic has suspended it. The records on this computer stay sealed, with every
            change that had not been sent. Nothing is deleted.
          </p>
          <p>When an administrator resumes it, sign in here again and go on where you were.</p>
        </>
      }
      foot={
        <Button variant="subtle" size="compact-sm" onClick={() => void controller.look()}>
          Look now
        </Button>
      }
    >
      <output className={classes.person}>
        <Loader size="xs" aria-hidden /> This page goes on by itself.
      </output>
    </SinglePage>
  )
}
