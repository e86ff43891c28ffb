import { Button, TextInput } from '@mantine/core'
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
import { SharedDevice } from './SharedDevice'
import type { EntryDraft } from './WaysIn'

/** S3.7: asks for a code by text message. The answer is the same for every number (P4). */
export function PhoneForm({ draft }: { readonly draft: EntryDraft }) {
  const { waysIn } = useText()
  const client = useClient()
  const { language } = useLanguage()
  const { clearNote } = useSession()
  const [phone, setPhone] = useState('')
  const [error, setError] = useState<{ readonly phone?: string }>({})
  const form = useFirstError(error)
  const { busy, problem, run, clear } = useAction()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setError(phone.trim() === '' ? { phone: waysIn.phoneEmpty } : {})
    if (phone.trim() === '') return clear()
    clearNote()
    run(async () => {
      await client.auth.requestCode.mutate({ phone: phone.trim(), shared: draft.shared, language })
      navigate('/sign-in/check')
    })
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      <ProblemNotice problem={problem} />
      <TextInput
        label={waysIn.phoneLabel}
        description={waysIn.phoneHint}
        type="tel"
        name="phone"
        autoComplete="tel"
        inputMode="tel"
        maxLength={64}
        value={phone}
        error={error.phone}
        onChange={({ currentTarget }) => setPhone(currentTarget.value)}
      />
      <SharedDevice draft={draft} />
      <Button type="submit" fullWidth loading={busy}>
        {waysIn.sendCode}
      </Button>
    </form>
  )
}
