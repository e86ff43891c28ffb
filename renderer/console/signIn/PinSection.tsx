import { Button, Paper } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { PasswordField } from '../../ui/PasswordField'
import { useConsole } from '../shell/ConsoleContext'
import { useSession } from '../shell/SessionContext'
import classes from './MySecurity.module.css'
import { PinField } from './PinField'
import { newPinFault, PIN_RULE, type PinRefusal, pinRefusal } from './pinWords'

type Wish = 'set' | 'remove'

/** A PIN for the lock of this console: quicker after each pause, and never enough to sign in with the server. */
export function PinSection() {
  const { desktop } = useConsole()
  const { staffId, storage } = useSession()
  const [hasPin, setHasPin] = useState<boolean | null>(null)
  const [wish, setWish] = useState<Wish | null>(null)
  const look = useCallback(async () => {
    const { people } = await desktop.lock.status.query()
    setHasPin(people.some((person) => person.staffId === staffId && person.pin))
  }, [desktop, staffId])
  useEffect(() => void look().catch(() => undefined), [look])
  const done = async (message: string) => {
    notifications.show({ message })
    setWish(null)
    await look()
  }
  return (
    <Paper component="section" className={classes.part} aria-labelledby="pin">
      <h2 className={classes.title} id="pin">
        PIN for the lock
      </h2>
      <p className={classes.said}>
        {storage === 'memory'
          ? 'Not possible while this console keeps nothing on this computer.'
          : hasPin
            ? 'A PIN opens the lock of this console. After five wrong tries only signing in with your password and code helps.'
            : 'A PIN can stand in for your password at the lock of this console. It works on this computer only, and never to sign in.'}
      </p>
      {storage === 'memory' || hasPin === null ? null : wish === null ? (
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => setWish('set')}>
            {hasPin ? 'Change the PIN' : 'Set a PIN'}
          </Button>
          {hasPin ? (
            <Button variant="subtle" onClick={() => setWish('remove')}>
              Remove the PIN
            </Button>
          ) : null}
        </div>
      ) : (
        <PinForm key={wish} wish={wish} onDone={done} onCancel={() => setWish(null)} />
      )}
    </Paper>
  )
}

interface PinFormProps {
  readonly wish: Wish
  readonly onDone: (message: string) => Promise<void>
  readonly onCancel: () => void
}

function PinForm({ wish, onDone, onCancel }: PinFormProps) {
  const { desktop } = useConsole()
  const { staffId } = useSession()
  const [password, setPassword] = useState('')
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [refusal, setRefusal] = useState<PinRefusal | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const fault = wish === 'set' ? newPinFault(first, second) : null
    setRefusal(fault === null ? null : { at: 'pin', sentence: fault })
    if (fault !== null || busy || password === '') return
    setBusy(true)
    const { pin } = desktop
    const asked =
      wish === 'set' ? pin.set.mutate({ staffId, password, pin: first }) : pin.remove.mutate({ staffId, password })
    const answer = await asked.catch(() => null)
    setBusy(false)
    setPassword('')
    if (answer?.ok) return await onDone(wish === 'set' ? 'Your PIN is set.' : 'Your PIN is removed.')
    setRefusal(answer ? pinRefusal(answer) : { at: 'password', sentence: 'This console did not answer. Try again.' })
  }
  const at = (place: PinRefusal['at']) => (refusal?.at === place ? refusal.sentence : null)
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
      <PasswordField
        label="Your password"
        purpose="current"
        value={password}
        onChange={setPassword}
        error={at('password')}
      />
      {wish === 'set' ? (
        <>
          <PinField label="New PIN" description={PIN_RULE} value={first} onChange={setFirst} />
          <PinField label="The same again" value={second} onChange={setSecond} error={at('pin')} />
        </>
      ) : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={busy} disabled={password === ''}>
          {wish === 'set' ? 'Save the PIN' : 'Remove the PIN'}
        </Button>
        <Button variant="subtle" onClick={onCancel} disabled={busy}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
