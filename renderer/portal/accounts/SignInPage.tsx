import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { PasswordField } from '../../ui/PasswordField'
import { CallClinic } from '../shell/CallClinic'
import { useClient } from '../shell/ClientContext'
import { Notice } from '../shell/Notice'
import { ProblemNotice } from '../shell/ProblemNotice'
import { Link, navigate } from '../shell/router'
import { useSession } from '../shell/SessionContext'
import { SingleTask } from '../shell/SingleTask'
import { StepHeading } from '../shell/StepHeading'
import classes from '../shell/shell.module.css'
import { useAction } from '../shell/useAction'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'

interface Missing {
  readonly email?: string
  readonly password?: string
}

/** `/sign-in`. Every refusal reads the same, whether the email is known or not (P4). */
export function SignInPage() {
  const { accounts, invite } = useText()
  const client = useClient()
  const { note, clearNote } = useSession()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState<Missing>({})
  const form = useFirstError(missing)
  const { busy, problem, run, clear } = useAction()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = {
      ...(email.trim() === '' ? { email: accounts.emailEmpty } : {}),
      ...(password === '' ? { password: accounts.passwordEmpty } : {}),
    }
    setMissing(found)
    if (Object.keys(found).length > 0) return clear()
    clearNote()
    run(async () => {
      await client.auth.signIn.mutate({ email, password })
      navigate('/home', 'replace')
    })
  }
  return (
    <SingleTask>
      <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
        <StepHeading pageTitle={accounts.signInPageTitle}>{accounts.signInTitle}</StepHeading>
        {note ? (
          <Notice tone="info">{note === 'expired' ? accounts.expiredNote : accounts.signedOutNote}</Notice>
        ) : null}
        <ProblemNotice problem={problem} />
        <TextInput
          label={accounts.emailLabel}
          type="email"
          name="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          value={email}
          error={missing.email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <PasswordField
          label={accounts.passwordLabel}
          purpose="current"
          value={password}
          error={missing.password}
          onChange={setPassword}
        />
        <Button type="submit" fullWidth loading={busy}>
          {accounts.signInAction}
        </Button>
        <div className={classes.foot}>
          <CallClinic sentence={accounts.cannotSignIn} />
          <p className={classes.quiet}>
            {accounts.haveInvite} <Link to="/invite">{invite.typeCode}</Link>
          </p>
        </div>
      </form>
    </SingleTask>
  )
}
