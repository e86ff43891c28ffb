import { Button } from '@mantine/core'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { ProblemNotice } from '../shell/ProblemNotice'
import { useSignOut } from '../shell/useSignOut'
import { useText } from '../text/portalText'
import classes from './consent.module.css'

export interface ConsentActionsProps {
  readonly busy: boolean
  readonly onAgree: () => void
}

/** Agreeing is one press. Not agreeing says first what it means, and then signs out. */
export function ConsentActions({ busy, onAgree }: ConsentActionsProps) {
  const { consent } = useText()
  const [asking, setAsking] = useState(false)
  const signingOut = useSignOut()
  return (
    <div className={classes.actions}>
      <Button loading={busy} onClick={onAgree}>
        {consent.agree}
      </Button>
      <Button variant="subtle" disabled={busy} onClick={() => setAsking(true)}>
        {consent.notNow}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={consent.notNowTitle}
        consequence={consent.notNowMeaning}
        confirmLabel={consent.notNowConfirm}
        cancelLabel={consent.notNowCancel}
        busy={signingOut.busy}
        onConfirm={signingOut.signOut}
        onCancel={() => setAsking(false)}
      >
        <ProblemNotice problem={signingOut.problem} />
      </ConfirmDialog>
    </div>
  )
}
