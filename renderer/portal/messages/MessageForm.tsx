import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { MESSAGE_LENGTH } from '../../../shared/messages/messageLimits'
import { problemOf } from '../../api/apiError'
import { LiveRegion } from '../../ui/LiveRegion'
import { useClient } from '../shell/ClientContext'
import { ProblemNotice } from '../shell/ProblemNotice'
import { useSession } from '../shell/SessionContext'
import { useAction } from '../shell/useAction'
import { useText } from '../text/portalText'
import classes from './messages.module.css'

/** From here on the reader is told how much is left. */
const NEARLY = MESSAGE_LENGTH - 500

/** Writes to the clinic. The words stay in the field until the server has them. */
export function MessageForm({ onSent }: { readonly onSent: () => void }) {
  const { messages: text } = useText()
  const client = useClient()
  const { follow } = useSession()
  const { busy, problem, run } = useAction()
  const [body, setBody] = useState('')
  const [said, setSaid] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const tried = useRef<{ readonly id: string; readonly body: string } | null>(null)
  const length = [...body.trim()].length

  const send = async () => {
    // The same words keep their name: a press that is repeated after a lost answer must not send twice.
    if (tried.current?.body !== body) tried.current = { id: crypto.randomUUID(), body }
    try {
      await client.messages.send.mutate(tried.current)
    } catch (refusal) {
      if (follow(problemOf(refusal))) return
      throw refusal
    }
    tried.current = null
    setBody('')
    setSaid(text.sent)
    onSent()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const fault =
      length === 0 ? text.blank : length > MESSAGE_LENGTH ? text.tooLong({ count: length - MESSAGE_LENGTH }) : null
    setError(fault)
    setSaid(null)
    if (fault === null) run(send)
    else field.current?.focus()
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <ProblemNotice problem={problem} />
      <Textarea
        ref={field}
        label={text.label}
        rows={5}
        resize="vertical"
        dir="auto"
        value={body}
        error={error}
        onChange={({ currentTarget }) => setBody(currentTarget.value)}
      />
      <div className={classes.sendRow}>
        <Button type="submit" loading={busy}>
          {text.send}
        </Button>
        {length > NEARLY && length <= MESSAGE_LENGTH ? (
          <span className={classes.quiet}>{text.left({ count: MESSAGE_LENGTH - length })}</span>
        ) : null}
        <LiveRegion visible>{said}</LiveRegion>
      </div>
    </form>
  )
}
