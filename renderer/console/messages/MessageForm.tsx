import { Button, Textarea } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { MESSAGE_LENGTH } from '../../../shared/messages/messageLimits'
import { messageBodySchema } from '../../../shared/messages/messageSchemas'
import { useSession, useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import classes from './Messages.module.css'

/** From here on the reader is told how much is left. */
const NEARLY = MESSAGE_LENGTH - 500

/** Plain text to one participant. What is typed and not sent is kept while the session lives, so that looking at another tab costs nothing. */
export function MessageForm({ participantId }: { readonly participantId: string }) {
  const say = useSay()
  const { replica, directory } = useSession()
  const { link } = useSyncState()
  const { messageDrafts } = directory.memory
  const [body, setBody] = useState(() => messageDrafts.get(participantId) ?? '')
  const length = [...body.trim()].length
  const change = (words: string) => {
    setBody(words)
    messageDrafts.set(participantId, words)
  }
  const send = async () => {
    const checked = messageBodySchema.safeParse(body)
    if (!checked.success) return
    change('')
    await replica.enqueue({
      kind: 'message.send',
      writeId: crypto.randomUUID(),
      participantId,
      messageId: crypto.randomUUID(),
      body: checked.data,
    })
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
      <Textarea
        label="Message"
        description={say('Plain text. The participant gets an email that something waits, without these words.')}
        rows={4}
        resize="vertical"
        dir="auto"
        value={body}
        error={tooLong ? `Too long by ${length - MESSAGE_LENGTH} characters` : null}
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
