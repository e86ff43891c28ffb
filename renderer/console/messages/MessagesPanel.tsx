import { Paper } from '@mantine/core'
import { IconMessageOff } from '@tabler/icons-react'
import { Fragment, useEffect, useMemo, useRef, useState } from 'react'
import { allows } from '../../../shared/access/roles'
import { MOST_MESSAGES_SHOWN } from '../../../shared/messages/messageLimits'
import type { MessageDoc } from '../../../shared/messages/messageSchemas'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { EmptyState } from '../../ui/EmptyState'
import { formatDate } from '../../ui/formatDate'
import { useClinic, useDateFormat } from '../participants/clinicHooks'
import { useSession, useStore } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { MessageEntry, OwnEntry } from './MessageEntry'
import { MessageForm } from './MessageForm'
import classes from './Messages.module.css'
import { whyNotWrite } from './messageWords'
import { type ThreadView, threadView } from './threadView'
import { useMarkRead } from './useMarkRead'

/** S0.27: the thread with one participant, also offline. It stays after a revocation (S0.21). */
export function MessagesPanel({ participant }: { readonly participant: Participant }) {
  const session = useSession()
  const { messages, outbox, accounts } = session.replica.stores
  const account = useStore(accounts).get(participant.id) ?? null
  const clinic = useClinic()
  const known = [useStore(messages).version(), useStore(outbox).version()].join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `known` stands for the contents of the two stores.
  const view = useMemo(() => threadView({ messages, outbox }, participant.id), [known, participant.id])
  useMarkRead(participant.id, view.unread)
  const role = session.colleague()?.role
  const say = useSay()
  const obstacle = whyNotWrite(account, clinic)
  const whyNot = obstacle === null ? null : say(obstacle)
  return (
    <Paper className={classes.panel ?? ''}>
      {view.sent.length + view.own.length === 0 ? (
        <EmptyState
          icon={IconMessageOff}
          title="No messages"
          sentence={whyNot ?? 'What you write here is read in the portal. Nothing of it is sent by email.'}
        />
      ) : (
        <Thread view={view} />
      )}
      {role !== undefined && allows(role, 'message.send') && whyNot === null ? (
        <MessageForm key={participant.id} participantId={participant.id} />
      ) : view.sent.length + view.own.length > 0 && whyNot !== null ? (
        <p className={classes.note}>{whyNot}</p>
      ) : null}
    </Paper>
  )
}

/** Opens at its end (see its style), and goes there when something is added. */
function Thread({ view }: { readonly view: ThreadView }) {
  const format = useDateFormat()
  const box = useRef<HTMLDivElement>(null)
  const shown = view.sent.slice(-MOST_MESSAGES_SHOWN)
  const fresh = useFirstSeenUnread(view.unread)
  const end = `${shown.at(-1)?.id} ${view.own.length}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: `end` changes when something is added at the end.
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [end])
  const dayOf = ({ sentAt }: MessageDoc) => formatDate(sentAt, 'longDate', format)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
    <section ref={box} className={classes.thread} tabIndex={0} aria-label="Messages, oldest first">
      <ol className={classes.list}>
        {shown.map((message, at) => {
          const before = shown[at - 1]
          const day = dayOf(message)
          return (
            <Fragment key={message.id}>
              {before !== undefined && dayOf(before) === day ? null : <li className={classes.day}>{day}</li>}
              <MessageEntry message={message} isNew={fresh.has(message.id)} />
            </Fragment>
          )
        })}
        {view.own.map((own) => (
          <OwnEntry key={own.item.writeId} own={own} />
        ))}
      </ol>
      {shown.length < view.sent.length ? (
        <p className={classes.note}>{`The newest ${MOST_MESSAGES_SHOWN} of ${view.sent.length} messages.`}</p>
      ) : null}
    </section>
  )
}

/** What was unread when it came on this screen: marked as new for as long as the screen stands, although it is read by then. */
function useFirstSeenUnread(unread: readonly MessageDoc[]): ReadonlySet<string> {
  const [fresh, setFresh] = useState<ReadonlySet<string>>(() => new Set(unread.map(({ id }) => id)))
  const added = unread.filter(({ id }) => !fresh.has(id))
  if (added.length > 0) setFresh(new Set([...fresh, ...added.map(({ id }) => id)]))
  return fresh
}
