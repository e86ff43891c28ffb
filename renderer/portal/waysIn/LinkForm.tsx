import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useLanguage } from '../../ui/LanguageContext'
import { useClient } from '../shell/ClientContext'
import { ProblemNotice } from '../shell/ProblemNotice'
import { navigate } from '../shell/router'
import { useSession } from '../shell/SessionContext'
import classes from '../shell/shell.module.css'
import { useAction } from '../shell/useAction'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'
import { EmailField } from './EmailField'
import { SharedDevice } from './SharedDevice'
import type { EntryDraft } from './WaysIn'

export interface LinkFormProps {
  readonly draft: EntryDraft
  /** Null where the clinic has no sign-in by password. */
  readonly onPassword: (() => void) | null
}

/** S3.6: asks for a link by email. The answer is the same for every address (P4). */
export function LinkForm({ draft, onPassword }: LinkFormProps) {
  const { accounts, waysIn } = useText()
  const client = useClient()
  const { language } = useLanguage()
  const { clearNote } = useSession()
  const [error, setError] = useState<{ readonly email?: string }>({})
  const form = useFirstError(error)
  const { busy, problem, run, clear } = useAction()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const email = draft.email.trim()
    setError(email === '' ? { email: accounts.emailEmpty } : {})
    if (email === '') return clear()
    clearNote()
    run(async () => {
      await client.auth.requestLink.mutate({ email, shared: draft.shared, language })
      navigate('/sign-in/check')
    })
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      <ProblemNotice problem={problem} />
      <EmailField value={draft.email} onChange={draft.setEmail} error={error.email} hint={waysIn.emailHint} />
      <SharedDevice draft={draft} />
      <Button type="submit" fullWidth loading={busy}>
        {waysIn.sendLink}
      </Button>
      {onPassword ? (
        <Button variant="default" fullWidth onClick={onPassword}>
          {waysIn.usePassword}
        </Button>
      ) : null}
    </form>
  )
}
