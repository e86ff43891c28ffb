import { Alert, Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { StaffMe } from '../../../shared/staff/staffSchemas'
import { problemOf } from '../../api/apiError'
import type { StaffClient } from '../../api/staffClient'
import { PasswordField } from '../../ui/PasswordField'
import classes from '../shell/SinglePage.module.css'
import { PASSWORD_RULE, passwordReason, STAFF_MINIMUM } from './passwordWords'
import { refusalOf } from './signInText'

export interface PasswordChangeFormProps {
  readonly client: StaffClient
  readonly currentLabel: string
  readonly onChanged: (me: StaffMe) => void
}

/** The password they have and the one they want. Typed words stay only while they are on the screen. */
export function PasswordChangeForm({ client, currentLabel, onChanged }: PasswordChangeFormProps) {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const [weak, setWeak] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setRefusal(null)
    setWeak(null)
    try {
      const me = await client.auth.changePassword.mutate({ current, password })
      setCurrent('')
      setPassword('')
      onChanged(me)
    } catch (error) {
      const problem = problemOf(error)
      const wrong = problem.detail?.fields?.map(({ path }) => path) ?? []
      if (problem.code === 'PASSWORD_REFUSED') setWeak(passwordReason(problem.detail?.reason))
      else if (wrong.includes('current')) setRefusal('The password you have now is not right.')
      else if (wrong.includes('password')) setWeak('This is the password you have now. Please choose another.')
      else setRefusal(refusalOf(problem, 'password').sentence)
    }
    setBusy(false)
  }
  return (
    <form className={classes.stack} onSubmit={(event) => void submit(event)} noValidate>
      {refusal ? (
        <Alert color="danger" icon={<IconAlertTriangle aria-hidden />} role="alert">
          {refusal}
        </Alert>
      ) : null}
      <PasswordField label={currentLabel} purpose="current" value={current} onChange={setCurrent} />
      <PasswordField
        label="New password"
        purpose="new"
        minimum={STAFF_MINIMUM}
        rule={PASSWORD_RULE}
        value={password}
        error={weak}
        onChange={setPassword}
      />
      <Button type="submit" loading={busy} disabled={current === '' || password === ''}>
        Change password
      </Button>
    </form>
  )
}
