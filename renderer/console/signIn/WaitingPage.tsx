import { Button, Loader } from '@mantine/core'
import { useEffect } from 'react'
import type { StaffMe } from '../../../shared/staff/staffSchemas'
import { useConsole } from '../shell/ConsoleContext'
import { SinglePage } from '../shell/SinglePage'
import classes from '../shell/SinglePage.module.css'

const ASK_EVERY_MS = 3_000

/** Signed in on a console that nobody has approved yet. Goes on by itself (D3). */
export function WaitingPage({ me }: { readonly me: StaffMe }) {
  const { controller } = useConsole()
  useEffect(() => {
    const timer = setInterval(() => void controller.checkApproval(), ASK_EVERY_MS)
    return () => clearInterval(timer)
  }, [controller])
  return (
    <SinglePage
      title="Waiting for approval"
      lead={
        <p>
          An administrator approves <bdi>{me.device.name}</bdi> on their own console, under Consoles. Read them these
          four words; they must see the same ones.
        </p>
      }
      foot={
        <Button variant="subtle" size="compact-sm" onClick={() => void controller.signOut()}>
          Sign out
        </Button>
      }
    >
      <p className={classes.phrase} translate="no">
        {me.device.phrase}
      </p>
      <output className={classes.person}>
        <Loader size="xs" aria-hidden /> This page goes on by itself.
      </output>
    </SinglePage>
  )
}
