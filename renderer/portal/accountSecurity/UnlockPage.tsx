import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { type ApiProblem, problemOf } from '../../api/apiError'
import { CodeInput } from '../../ui/CodeInput'
import { PasswordField } from '../../ui/PasswordField'
import { CallClinic } from '../shell/CallClinic'
import { useClient } from '../shell/ClientContext'
import { navigate, type PortalPath } from '../shell/router'
import { useSession } from '../shell/SessionContext'
import { SingleTask } from '../shell/SingleTask'
import { StepHeading } from '../shell/StepHeading'
import shell from '../shell/shell.module.css'
import { useAction } from '../shell/useAction'
import { useFirstError } from '../shell/useFirstError'
import { useSignOut } from '../shell/useSignOut'
import { type PortalText, useText } from '../text/portalText'
import { isWrongProof } from './proofRefusals'
import { Refusal } from './Refusal'
import classes from './security.module.css'
import { useFocusKept } from './useFocusKept'

type Way = 'password' | 'code'

export interface UnlockPageProps {
  /** Where to go on once it is open. */
  readonly next?: PortalPath
}

/** `/unlock`: the app lock of this device. It shows no name and no data: whoever stands before it may be somebody else. */
export function UnlockPage({ next = '/home' }: UnlockPageProps) {
  const text = useText()
  const { unlock } = text.accountSecurity
  const client = useClient()
  const { follow } = useSession()
  const [way, setWay] = useState<Way>('password')
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<{ readonly sentence: string } | null>(null)
  const form = useFirstError(wrong)
  const { busy, problem, run, clear } = useAction()
  const keepFocus = useFocusKept(busy)
  const change = (other: Way) => {
    setWay(other)
    setTyped('')
    setWrong(null)
    clear()
  }
  const open = async () => {
    try {
      await client.security.unlock.mutate(way === 'password' ? { password: typed } : { code: typed })
      navigate(next, 'replace')
    } catch (error) {
      const refusal = problemOf(error)
      // The fifth wrong try ended the session (W4): the sign-in page says so.
      if (follow(refusal)) return
      if (!isWrongProof(refusal.code)) throw error
      setTyped('')
      setWrong({ sentence: wrongSentence(text, way, refusal) })
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const missing = missingSentence(text, way, typed)
    setWrong(missing)
    keepFocus()
    if (missing) clear()
    else run(open)
  }
  return (
    <SingleTask>
      <form ref={form} className={shell.stack} onSubmit={submit} noValidate>
        <StepHeading pageTitle={unlock.pageTitle} intro={unlock.intro}>
          <IconLock className={classes.lockGlyph} size="0.9em" stroke={2} aria-hidden /> {unlock.title}
        </StepHeading>
        <Refusal problem={problem} />
        <UnlockField way={way} value={typed} error={wrong?.sentence} onChange={setTyped} />
        <Button type="submit" fullWidth loading={busy}>
          {unlock.action}
        </Button>
        <Button variant="subtle" disabled={busy} onClick={() => change(way === 'password' ? 'code' : 'password')}>
          {way === 'password' ? unlock.withCode : unlock.withPassword}
        </Button>
      </form>
      <Leave />
    </SingleTask>
  )
}

interface UnlockFieldProps {
  readonly way: Way
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

function UnlockField({ way, value, error, onChange }: UnlockFieldProps) {
  const { accounts, accountSecurity } = useText()
  if (way === 'password')
    return (
      <PasswordField label={accounts.passwordLabel} purpose="current" value={value} error={error} onChange={onChange} />
    )
  return (
    <CodeInput
      label={accountSecurity.codeLabel}
      description={accountSecurity.unlock.codeHint}
      value={value}
      error={error}
      autoComplete="one-time-code"
      autoFocus
      onChange={onChange}
    />
  )
}

function Leave() {
  const text = useText()
  const { busy, problem, signOut } = useSignOut()
  const { unlock } = text.accountSecurity
  return (
    <div className={shell.foot}>
      <p className={shell.quiet}>{unlock.rule}</p>
      <Refusal problem={problem} />
      <div className={classes.leave}>
        <p>{unlock.notYou}</p>
        <Button variant="default" loading={busy} onClick={signOut}>
          {text.shell.signOut}
        </Button>
      </div>
      <CallClinic sentence={text.shell.callClinic} />
    </div>
  )
}

function missingSentence({ accounts, accountSecurity }: PortalText, way: Way, typed: string) {
  if (way === 'password') return typed === '' ? { sentence: accounts.passwordEmpty } : null
  return typed.length < 6 ? { sentence: accountSecurity.codeEmpty } : null
}

function wrongSentence({ accountSecurity: { unlock } }: PortalText, way: Way, { detail }: ApiProblem): string {
  const sentence = way === 'password' ? unlock.wrongPassword : unlock.wrongCode
  return detail?.triesLeft === undefined ? sentence : `${sentence} ${unlock.left({ tries: detail.triesLeft })}`
}
