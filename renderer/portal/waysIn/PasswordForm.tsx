import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { PasswordField } from '../../ui/PasswordField'
import { useClient } from '../shell/ClientContext'
import { ProblemNotice } from '../shell/ProblemNotice'
import { Link } from '../shell/router'
import { useSession } from '../shell/SessionContext'
import classes from '../shell/shell.module.css'
import { useAction } from '../shell/useAction'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'
import { EmailField } from './EmailField'
import { SharedDevice } from './SharedDevice'
import type { EntryDraft } from './WaysIn'

export interface PasswordFormProps {
  readonly draft: EntryDraft
  /** Null where the clinic sends no links. */
  readonly onLink: (() => void) | null
}

interface Missing {
  readonly email?: string
  readonly password?: string
}

/** Every refusal reads the same, whether the email is known or not (P4). */
export function PasswordForm({ draft, onLink }: PasswordFormProps) {
  const { accounts, waysIn } = useText()
  const client = useClient()
  const { clearNote, enter } = useSession()
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState<Missing>({})
  const form = useFirstError(missing)
  const { busy, problem, run, clear } = useAction()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const email = draft.email.trim()
    const found = {
      ...(email === '' ? { email: accounts.emailEmpty } : {}),
      ...(password === '' ? { password: accounts.passwordEmpty } : {}),
    }
    setMissing(found)
    if (Object.keys(found).length > 0) return clear()
    clearNote()
    run(async () => {
      const { next } = await client.auth.signIn.mutate({ email, password, shared: draft.shared })
      enter(next)
    })
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      <ProblemNotice problem={problem} />
      <EmailField value={draft.email} onChange={draft.setEmail} error={missing.email} />
      <div>
        <PasswordField
          label={accounts.passwordLabel}
          purpose="current"
          value={password}
          error={missing.password}
          onChange={setPassword}
        />
        <p className={classes.quiet}>
          <Link to="/forgot">{waysIn.forgot}</Link>
        </p>
      </div>
      <SharedDevice draft={draft} />
      <Button type="submit" fullWidth loading={busy}>
        {accounts.signInAction}
      </Button>
      {onLink ? (
        <Button variant="default" fullWidth onClick={onLink}>
          {waysIn.useLink}
        </Button>
      ) : null}
    </form>
  )
}
