import { Button } from '@mantine/core'
import { displayName } from '../../../shared/participants/participantRules'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { formatDate } from '../../ui/formatDate'
import { RelativeTime } from '../../ui/RelativeTime'
import { StatusBadge } from '../../ui/StatusBadge'
import { isTroubled, participantOf } from '../replica/outboxEntries'
import type { OutboxEntry } from '../replica/replicaDatabase'
import { useServerDates } from '../shell/dateFormat'
import { useSession, useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { CancelButton } from './CancelButton'
import { ConflictWays } from './ConflictWays'
import { outboxReason, outboxTitle } from './outboxWords'
import { stateWords } from './queueWords'
import classes from './Sync.module.css'

/** One write of this console: what, about whom, when it was made, where it stands, why, and what can be done. */
export function QueueItem({ entry }: { readonly entry: OutboxEntry }) {
  const session = useSession()
  const format = useServerDates()
  const say = useSay()
  const { link } = useSyncState()
  const title = outboxTitle(entry.item, nameOf(session, entry.item) ?? say('a participant'))
  const reason = outboxReason(entry)
  const { tone, label, next } = stateWords(entry, link === 'online')
  return (
    <li className={classes.item} data-state={entry.state}>
      <div className={classes.itemHead}>
        <bdi className={classes.itemTitle}>{title}</bdi>
        <StatusBadge tone={tone} label={label} />
      </div>
      {reason === null ? null : <p className={classes.reason}>{say(reason)}</p>}
      <p className={classes.time}>
        Made <RelativeTime at={entry.madeAt} {...format} />
        {entry.state === 'applied' && entry.settledAt
          ? `, done ${formatDate(entry.settledAt, 'dateTime', format)}`
          : null}
        {next === null ? null : `. ${next}`}
      </p>
      <div className={classes.ways}>
        {entry.state === 'queued' ? <CancelButton entry={entry} title={title} /> : null}
        <ConflictWays entry={entry} />
        {isTroubled(entry) ? (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => void session.replica.dismiss(entry.item.writeId)}
            aria-label={`Dismiss: ${title}`}
          >
            Dismiss
          </Button>
        ) : null}
      </div>
    </li>
  )
}

type Known = Pick<ReturnType<typeof useSession>, 'directory' | 'replica'>

function nameOf({ directory, replica: { stores } }: Known, item: OutboxItem): string | null {
  const id = participantOf(item, stores.invites, stores.outbox.all())
  const found = id === null ? undefined : directory.get(id)
  if (found) return displayName(found.participant)
  return item.kind === 'participant.create' ? displayName(item.fields) : null
}
