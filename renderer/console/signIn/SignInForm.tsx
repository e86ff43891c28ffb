import { Alert, Button, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { StaffMe, StaffSignInAnswer } from '../../../shared/staff/staffSchemas'
import { problemOf } from '../../api/apiError'
import type { StaffClient } from '../../api/staffClient'
import { PasswordField } from '../../ui/PasswordField'
import classes from '../shell/SinglePage.module.css'
import { CodeStep } from './CodeStep'
import { consoleNameFor, refusalOf } from './signInText'

export interface SignInFormProps {
  readonly client: StaffClient
  readonly email?: string
  /** The first sign-in on this console also gives it a name. */
  readonly asksName?: boolean
  readonly onSignedIn: (me: StaffMe) => void
  readonly onRemoved: () => void
}

/** Email and password, then a code or an enrolment. Keeps the typed password only while it is on the screen. */
export function SignInForm(props: SignInFormProps) {
  const { client, asksName = false } = props
  const [email, setEmail] = useState(props.email ?? '')
  const [password, setPassword] = useState('')
  const [name, setName] = useState(() => consoleNameFor(navigator.userAgent))
  const [challenge, setChallenge] = useState<StaffSignInAnswer | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setRefusal(null)
    try {
      setChallenge(await client.auth.signIn.mutate({ email: email.trim(), password }))
    } catch (error) {
      const { sentence, removed } = refusalOf(problemOf(error), 'password')
      if (removed) props.onRemoved()
      setRefusal(sentence)
    } finally {
      setPassword('')
      setBusy(false)
    }
  }
  const back = (sentence: string | null) => {
    setChallenge(null)
    setRefusal(sentence)
  }

  if (challenge) {
    const deviceName = name.trim() || consoleNameFor(navigator.userAgent)
    return (
      <CodeStep
        client={client}
        challenge={challenge}
        deviceName={deviceName}
        onSignedIn={props.onSignedIn}
        onRemoved={props.onRemoved}
        onBack={back}
      />
    )
  }
  return (
    <form className={classes.stack} onSubmit={(event) => void submit(event)} noValidate>
      {refusal ? (
        <Alert color="danger" icon={<IconAlertTriangle aria-hidden />} role="alert">
          {refusal}
        </Alert>
      ) : null}
      <TextInput
        label="Email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus={!props.email}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordField label="Password" purpose="current" value={password} onChange={setPassword} />
      {asksName ? (
        <TextInput
          label="Name of this console"
          description="Administrators see this name when they approve it."
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      ) : null}
      <Button type="submit" fullWidth loading={busy} disabled={email.trim() === '' || password === ''}>
        Sign in
      </Button>
    </form>
  )
}
