import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useFirstError } from '../shell/useFirstError'
import { useText } from '../text/portalText'
import { Refusal } from './Refusal'
import classes from './security.module.css'
import { useSecuredAction } from './useSecuredAction'

export interface ContactFormProps {
  readonly label: string
  readonly hint?: string
  readonly type: 'email' | 'tel'
  /** What can be said without the server; null when it may be sent. */
  readonly check: (value: string) => string | null
  /** The sentence for the field when the server's refusal is about what was typed. */
  readonly refused: (error: unknown) => string | null
  readonly onSend: (value: string) => Promise<unknown>
  readonly onCancel: () => void
}

/** A new email or number; a code goes there, and nothing changes before it was typed. */
export function ContactForm(props: ContactFormProps) {
  const { accountSecurity: text } = useText()
  const [value, setValue] = useState('')
  const [wrong, setWrong] = useState<{ readonly sentence: string } | null>(null)
  const form = useFirstError(wrong)
  const { busy, problem, run, clear } = useSecuredAction()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const typed = value.trim()
    const fault = props.check(typed)
    setWrong(fault === null ? null : { sentence: fault })
    if (fault !== null) return clear()
    run(async () => {
      try {
        await props.onSend(typed)
      } catch (error) {
        const sentence = props.refused(error)
        if (sentence === null) throw error
        setWrong({ sentence })
      }
    })
  }
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      <Refusal problem={problem} />
      <TextInput
        className={classes.field}
        label={props.label}
        description={props.hint}
        type={props.type}
        inputMode={props.type}
        autoComplete={props.type}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={props.type === 'email' ? 254 : 40}
        autoFocus
        value={value}
        error={wrong?.sentence}
        onChange={({ currentTarget }) => setValue(currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={busy}>
          {text.contacts.sendCode}
        </Button>
        <Button variant="default" disabled={busy} onClick={props.onCancel}>
          {text.cancel}
        </Button>
      </div>
    </form>
  )
}
