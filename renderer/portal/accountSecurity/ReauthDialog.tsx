import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { problemOf } from '../../api/apiError'
import { PasswordField } from '../../ui/PasswordField'
import { useClient } from '../shell/ClientContext'
import { useSession } from '../shell/SessionContext'
import { useAction } from '../shell/useAction'
import { useText } from '../text/portalText'
import { AccountName } from './AccountName'
import { FormDialog } from './FormDialog'
import { isWrongProof } from './proofRefusals'
import classes from './security.module.css'
import { useFocusKept } from './useFocusKept'

export interface ReauthDialogProps {
  readonly opened: boolean
  readonly email: string
  readonly onConfirmed: () => void
  readonly onDeclined: () => void
}

/** W5: the password once more before a change of security settings; people without one sign in again instead. */
export function ReauthDialog({ opened, email, onConfirmed, onDeclined }: ReauthDialogProps) {
  const { accounts, accountSecurity } = useText()
  const { reauth } = accountSecurity
  const client = useClient()
  const { follow } = useSession()
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState<{ readonly sentence: string } | null>(null)
  const { busy, problem, run, clear } = useAction()
  const keepFocus = useFocusKept(busy)
  useEffect(() => {
    if (opened) return
    setPassword('')
    setWrong(null)
    clear()
  }, [opened, clear])

  const confirm = async () => {
    try {
      await client.security.reauthenticate.mutate({ password })
      onConfirmed()
    } catch (error) {
      const refusal = problemOf(error)
      if (follow(refusal)) return onDeclined()
      if (!isWrongProof(refusal.code)) throw error
      const left = refusal.detail?.triesLeft
      setWrong({ sentence: left === undefined ? reauth.wrong : reauth.wrongLeft({ tries: left }) })
    }
  }
  const submit = () => {
    keepFocus()
    setWrong(password === '' ? { sentence: accounts.passwordEmpty } : null)
    if (password === '') clear()
    else run(confirm)
  }
  return (
    <FormDialog
      opened={opened}
      title={reauth.title}
      meaning={reauth.meaning}
      submitLabel={reauth.action}
      busy={busy}
      problem={problem}
      errors={wrong}
      onSubmit={submit}
      onClose={onDeclined}
      foot={<OtherWay busy={busy} />}
    >
      <AccountName email={email} />
      <PasswordField
        label={accounts.passwordLabel}
        purpose="current"
        value={password}
        error={wrong?.sentence}
        onChange={setPassword}
      />
    </FormDialog>
  )
}

/** Signing in again is a fresh authentication too, whatever the way (W5). */
function OtherWay({ busy }: { readonly busy: boolean }) {
  const { reauth } = useText().accountSecurity
  const client = useClient()
  const { leave } = useSession()
  const leaving = useAction()
  const signInAgain = () =>
    leaving.run(async () => {
      await client.auth.signOut.mutate()
      leave('expired')
    })
  return (
    <div className={classes.foot}>
      <p className={classes.quiet}>{reauth.unknown}</p>
      <Button variant="subtle" disabled={busy} loading={leaving.busy} onClick={signInAgain}>
        {reauth.signInAgain}
      </Button>
    </div>
  )
}
