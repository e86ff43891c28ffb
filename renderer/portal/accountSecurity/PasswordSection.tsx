import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { SecurityView } from '../../../shared/accountSecurity/securitySchemas'
import { problemOf } from '../../api/apiError'
import { PasswordField } from '../../ui/PasswordField'
import { PassphraseSuggestion } from '../accounts/PassphraseSuggestion'
import { fieldRefusals } from '../accounts/registrationChecks'
import { useClient } from '../shell/ClientContext'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'
import { AccountName } from './AccountName'
import { Done } from './Done'
import { PartHeading } from './PartHeading'
import { Refusal } from './Refusal'
import { Section } from './Section'
import classes from './security.module.css'
import { useDates } from './useDates'
import { useReturnFocus } from './useReturnFocus'
import { useSecuredAction } from './useSecuredAction'

export interface PasswordSectionProps {
  readonly view: SecurityView
  readonly onChanged: () => void
}

/** A new password by the same field and rules as at registration (P1, P2). */
export function PasswordSection({ view, onChanged }: PasswordSectionProps) {
  const { password } = useText().accountSecurity
  const { day } = useDates()
  const [changing, setChanging] = useState(false)
  const [done, setDone] = useState<string | null>(null)
  const opener = useReturnFocus(changing)
  const { passwordChangedAt: at } = view
  const changed = () => {
    setChanging(false)
    setDone(password.done)
    onChanged()
  }
  return (
    <Section title={password.title} meaning={at ? password.changed({ date: day(at) }) : password.never}>
      <Done sentence={done} takesFocus />
      {changing ? (
        <PasswordForm view={view} onDone={changed} onCancel={() => setChanging(false)} />
      ) : (
        <div className={classes.actions}>
          <Button
            ref={opener}
            variant="default"
            onClick={() => {
              setDone(null)
              setChanging(true)
            }}
          >
            {password.change}
          </Button>
        </div>
      )}
    </Section>
  )
}

interface PasswordFormProps {
  readonly view: SecurityView
  readonly onDone: () => void
  readonly onCancel: () => void
}

function PasswordForm({ view, onDone, onCancel }: PasswordFormProps) {
  const text = useText()
  const { accounts, accountSecurity } = text
  const client = useClient()
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState<{ readonly sentence: string } | null>(null)
  const form = useFirstError(wrong)
  const { busy, problem, run, clear } = useSecuredAction()
  const minimum = view.minPasswordLength
  const change = async () => {
    try {
      await client.security.changePassword.mutate({ password })
      onDone()
    } catch (error) {
      const sentence = fieldRefusals(text, problemOf(error), minimum)?.password
      if (!sentence) throw error
      setWrong({ sentence })
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setWrong(password === '' ? { sentence: accounts.passwordEmpty } : null)
    if (password === '') clear()
    else run(change)
  }
  return (
    <form ref={form} className={classes.part} onSubmit={submit} noValidate>
      <PartHeading>{accountSecurity.password.change}</PartHeading>
      <p className={classes.meaning}>{accountSecurity.password.meaning}</p>
      <Refusal problem={problem} />
      <AccountName email={view.email} />
      <div className={classes.field}>
        <PasswordField
          label={accounts.newPasswordLabel}
          purpose="new"
          minimum={minimum}
          rule={accounts.passwordRule({ minimum })}
          value={password}
          error={wrong?.sentence}
          onChange={setPassword}
        />
        <PassphraseSuggestion onUse={setPassword} />
      </div>
      <div className={classes.actions}>
        <Button type="submit" loading={busy}>
          {accountSecurity.password.change}
        </Button>
        <Button variant="default" disabled={busy} onClick={onCancel}>
          {accountSecurity.cancel}
        </Button>
      </div>
    </form>
  )
}
