import { Button, Textarea } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { MESSAGE_LENGTH } from '../../../shared/messages/messageLimits'
import { messageBodySchema } from '../../../shared/messages/messageSchemas'
import { KeptWords } from '../shell/KeptWords'
import { notKept } from '../shell/notKept'
import { useSession, useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { useDraft } from '../shell/useDraft'
import classes from './Messages.module.css'

/** From here on the reader is told how much is left. */
const NEARLY = MESSAGE_LENGTH - 500

/** Plain text to one participant. What is typed and not sent is kept in the sealed copy, so that neither another tab nor a lock costs a word. */
export function MessageForm({ participantId }: { readonly participantId: string }) {
  const say = useSay()
  const { replica } = useSession()
  const { link } = useSyncState()
  const { found, keep, drop } = useDraft({ form: 'message', about: participantId, participantId })
  const [body, setBody] = useState(found ?? '')
  const [sending, setSending] = useState(false)
  const [failed, setFailed] = useState(false)
  const length = [...body.trim()].length
  const change = (words: string) => {
    setBody(words)
    if (words.trim() === '') drop()
    else keep(words)
  }
  const send = async () => {
    const checked = messageBodySchema.safeParse(body)
    if (!checked.success || sending) return
    setSending(true)
    setFailed(false)
    const ids = { writeId: crypto.randomUUID(), messageId: crypto.randomUUID() }
    try {
      await replica.enqueue({ kind: 'message.send', ...ids, participantId, body: checked.data })
      change('')
    } catch {
      setFailed(true)
    }
    setSending(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void send()
  }
  const tooLong = length > MESSAGE_LENGTH
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <KeptWords shown={found !== undefined} onDiscard={() => change('')} />
      <Textarea
        label="Message"
        description={say('Plain text. The participant gets an email that something waits, without these words.')}
        rows={4}
        resize="vertical"
        dir="auto"
        value={body}
        readOnly={sending}
        error={tooLong ? `Too long by ${length - MESSAGE_LENGTH} characters` : failed ? notKept('This message') : null}
        onChange={({ currentTarget }) => change(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className={classes.sendRow}>
        <span className={classes.soft}>
          {length > NEARLY && !tooLong ? `${MESSAGE_LENGTH - length} characters left. ` : null}
          {link === 'online' ? 'Ctrl+Enter sends' : 'This console is offline: it is sent when it is online again'}
        </span>
        <Button type="submit" disabled={length === 0 || tooLong}>
          Send
        </Button>
      </div>
    </form>
  )
}
