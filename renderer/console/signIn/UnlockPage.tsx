import { Alert, Button, NativeSelect } from '@mantine/core'
import { IconInfoCircle, IconLock } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { KnownPerson, UnlockAnswer } from '../../../shared/ipc/desktopTypes'
import { PasswordField } from '../../ui/PasswordField'
import { useConsole } from '../shell/ConsoleContext'
import type { Notice } from '../shell/consoleState'
import { SinglePage } from '../shell/SinglePage'
import classes from '../shell/SinglePage.module.css'
import { PinField } from './PinField'
import { NOTICES } from './signInText'

export interface UnlockPageProps {
  readonly people: readonly KnownPerson[]
  readonly staffId: string | null
  readonly notice: Notice | null
}

/** The password, or a PIN where one is set, opens what is on this computer, with or without the network. */
export function UnlockPage({ people, staffId, notice }: UnlockPageProps) {
  const { controller } = useConsole()
  const [chosen, setChosen] = useState(staffId ?? people[0]?.staffId ?? '')
  const [password, setPassword] = useState('')
  const [pin, setPin] = useState('')
  const [byPassword, setByPassword] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const person = people.find(({ staffId: id }) => id === chosen)
  const email = person?.email ?? ''
  const byPin = person?.pin === true && !byPassword
  const typed = byPin ? { pin } : { password }
  const empty = byPin ? pin === '' : password === ''

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy || empty) return
    setBusy(true)
    setRefusal(null)
    const answer = await controller.unlock(chosen, typed).catch(() => null)
    setPassword('')
    setPin('')
    setBusy(false)
    if (answer === null) setRefusal('This console did not answer. Try again.')
    else if (!answer.ok) setRefusal(refusalWords(answer, byPin ? 'PIN' : 'password'))
  }
  return (
    <SinglePage
      title="Locked"
      lead={
        people.length > 1 ? null : (
          <p className={classes.person}>
            <IconLock size={16} aria-hidden /> <bdi>{email}</bdi>
          </p>
        )
      }
      foot={
        <Button variant="subtle" size="compact-sm" onClick={() => void controller.goTo('signIn')}>
          Sign in with your code, or as someone else
        </Button>
      }
    >
      {notice ? (
        <Alert icon={<IconInfoCircle aria-hidden />} mb="md">
          {NOTICES[notice]}
        </Alert>
      ) : null}
      <form className={classes.stack} onSubmit={(event) => void submit(event)} noValidate>
        {people.length > 1 ? (
          <NativeSelect
            label="Person"
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={people.map((person) => ({ value: person.staffId, label: person.email }))}
          />
        ) : (
          <input
            className="v-hidden"
            type="email"
            autoComplete="username"
            value={email}
            readOnly
            tabIndex={-1}
            aria-hidden
          />
        )}
        {person?.leaseOver ? (
          <Alert icon={<IconInfoCircle aria-hidden />}>{NOTICES.lease_over}</Alert>
        ) : byPin ? (
          <PinField key={chosen} label="PIN" value={pin} onChange={setPin} error={refusal} autoFocus />
        ) : (
          <PasswordField label="Password" purpose="current" value={password} onChange={setPassword} error={refusal} />
        )}
        {person?.leaseOver ? null : (
          <Button type="submit" fullWidth loading={busy} disabled={empty}>
            Unlock
          </Button>
        )}
        {person?.pin && !person.leaseOver ? (
          <Button
            variant="subtle"
            fullWidth
            disabled={busy}
            onClick={() => {
              setByPassword(!byPassword)
              setRefusal(null)
            }}
          >
            {byPin ? 'Use the password instead' : 'Use the PIN instead'}
          </Button>
        ) : null}
      </form>
    </SinglePage>
  )
}

function refusalWords(answer: Extract<UnlockAnswer, { ok: false }>, what: 'PIN' | 'password'): string {
  if (answer.reason === 'WRONG_PASSWORD') {
    return answer.triesLeft === 1
      ? `That ${what} is not right. 1 try left before you need to sign in with your code.`
      : `That ${what} is not right. ${answer.triesLeft} tries left.`
  }
  if (answer.reason === 'PIN_UNAVAILABLE') return 'The PIN does not work here any more. Please use your password.'
  return answer.reason === 'KEYCHAIN_UNAVAILABLE' ? 'The keychain of this computer did not answer. Try again.' : ''
}
