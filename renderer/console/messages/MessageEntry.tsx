import type { MessageDoc } from '../../../shared/messages/messageSchemas'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { useDateFormat } from '../participants/clinicHooks'
import { useSession, useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import classes from './Messages.module.css'
import { RefusedMessage } from './RefusedMessage'
import type { OwnMessage } from './threadView'

/** A message that the server has. */
export function MessageEntry({ message, isNew }: { readonly message: MessageDoc; readonly isNew: boolean }) {
  const say = useSay()
  const format = useDateFormat()
  const { author, authorName, body, sentAt, readAt, readByName } = message
  const readTime = readAt === null ? null : formatDate(readAt, 'dateTime', format)
  const isStaff = author === 'staff'
  return (
    <li className={classes.entry} data-side={author}>
      <p className={classes.head}>
        <strong>
          <PersonName name={authorName} />
        </strong>
        <span>{isStaff ? 'Clinic' : say('Participant')}</span>
        <time dateTime={sentAt} title={formatDate(sentAt, 'fullDateTime', format)}>
          {formatDate(sentAt, 'time', format)}
        </time>
        {isNew ? <StatusBadge tone="info" label="New" /> : null}
      </p>
      <p className={classes.body} dir="auto">
        {body}
      </p>
      <p className={classes.foot}>
        {readTime === null
          ? isStaff
            ? 'Not read yet'
            : null
          : isStaff
            ? `Read ${readTime}`
            : `Read by ${readByName} ${readTime}`}
      </p>
    </li>
  )
}

/** One of this console's that the server does not have: waiting for it, or refused. */
export function OwnEntry({ own }: { readonly own: OwnMessage }) {
  const { colleague } = useSession()
  const { link } = useSyncState()
  const { entry, item } = own
  const refused = entry.state === 'refused'
  return (
    <li className={classes.entry} data-side="staff" data-state={refused ? 'refused' : 'waiting'}>
      <p className={classes.head}>
        <strong>
          <PersonName name={colleague()?.displayName ?? 'You'} />
        </strong>
        <StatusBadge
          tone={refused ? 'danger' : 'progress'}
          label={refused ? 'Not sent' : link === 'online' ? 'Sending' : 'Waiting, sent when online'}
        />
      </p>
      <p className={classes.body} dir="auto">
        {item.body}
      </p>
      {refused ? <RefusedMessage own={own} /> : null}
    </li>
  )
}
