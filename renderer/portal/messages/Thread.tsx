import { IconMessage } from '@tabler/icons-react'
import { Fragment, useEffect, useRef } from 'react'
import { MOST_MESSAGES_SHOWN } from '../../../shared/messages/messageLimits'
import type { PortalMessage } from '../../../shared/messages/messageSchemas'
import { EmptyState } from '../../ui/EmptyState'
import { formatDate } from '../../ui/formatDate'
import { StatusBadge } from '../../ui/StatusBadge'
import { FlagButton } from '../corrections/WrongButton'
import { useReaderDates } from '../record/useReaderDates'
import { useText } from '../text/portalText'
import classes from './messages.module.css'

export interface ThreadProps {
  readonly messages: readonly PortalMessage[]
  readonly fresh: ReadonlySet<string>
  /** Something is wrong in a message of the clinic (S0.26). */
  readonly onWrong: (message: PortalMessage) => void
}

/** All messages, oldest first, by days. Opens where something new begins, else at its end. */
export function Thread({ messages, fresh, onWrong }: ThreadProps) {
  const { messages: text } = useText()
  const format = useReaderDates()
  const list = useRef<HTMLOListElement>(null)
  const last = messages.at(-1)?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when something is added at the end, not when it is marked as read.
  useEffect(() => {
    const place = list.current?.querySelector('[data-new]') ?? list.current?.lastElementChild
    place?.scrollIntoView({ block: 'nearest' })
  }, [last])
  if (messages.length === 0) return <EmptyState icon={IconMessage} title={text.empty} sentence={text.emptyHint} />
  const dayOf = (at: string) => formatDate(at, 'longDate', format)
  return (
    <>
      {messages.length < MOST_MESSAGES_SHOWN ? null : (
        <p className={classes.quiet}>{text.older({ count: MOST_MESSAGES_SHOWN })}</p>
      )}
      <ol ref={list} className={classes.thread} aria-label={text.thread}>
        {messages.map((message, at) => {
          const before = messages[at - 1]
          const day = dayOf(message.sentAt)
          return (
            <Fragment key={message.id}>
              {before !== undefined && dayOf(before.sentAt) === day ? null : <li className={classes.day}>{day}</li>}
              <Entry message={message} isNew={fresh.has(message.id)} onWrong={() => onWrong(message)} />
            </Fragment>
          )
        })}
      </ol>
    </>
  )
}

interface EntryProps {
  readonly message: PortalMessage
  readonly isNew: boolean
  readonly onWrong: () => void
}

function Entry({ message, isNew, onWrong }: EntryProps) {
  const { messages: text, corrections } = useText()
  const format = useReaderDates()
  const { mine, authorName, body, sentAt, readAt } = message
  return (
    <li className={classes.entry} data-mine={mine || undefined} data-new={isNew || undefined}>
      <div className={classes.top}>
        <p className={classes.head}>
          <strong>{mine ? text.you : <bdi>{authorName}</bdi>}</strong>
          {mine ? null : <span>{text.clinic}</span>}
          <time dateTime={sentAt}>{formatDate(sentAt, 'time', format)}</time>
          {isNew ? <StatusBadge tone="info" label={text.isNew} /> : null}
        </p>
        {mine ? null : (
          <FlagButton
            label={corrections.wrongInMessage({ time: formatDate(sentAt, 'dateTime', format) })}
            onPress={onWrong}
          />
        )}
      </div>
      <p className={classes.body} dir="auto">
        {body}
      </p>
      {mine ? (
        <p className={classes.quiet}>
          {readAt === null ? text.unread : text.read({ time: formatDate(readAt, 'dateTime', format) })}
        </p>
      ) : null}
    </li>
  )
}
