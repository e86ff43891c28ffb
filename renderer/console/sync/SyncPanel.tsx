import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { type ReactNode, useCallback, useState } from 'react'
import { displayName } from '../../../shared/participants/participantRules'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { RelativeTime } from '../../ui/RelativeTime'
import type { OutboxEntry } from '../replica/replicaDatabase'
import { useDateFormat } from '../shell/dateFormat'
import { useSession, useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { outboxReason, outboxTitle } from './outboxWords'
import classes from './Sync.module.css'
import type { SyncSummary } from './syncWords'

export interface SyncPanelProps {
  readonly summary: SyncSummary
  readonly queued: readonly OutboxEntry[]
  readonly refused: readonly OutboxEntry[]
  readonly onDone: () => void
}

/** More than this is a number, not something to read. */
const MOST_SHOWN = 50

/** What the server does not have yet, and what it refused and why. Refused items stay until a person has seen them. */
export function SyncPanel({ summary, queued, refused, onDone }: SyncPanelProps) {
  const { sync, replica, directory } = useSession()
  // By the server's clock, as the time it is compared with (Y5).
  const serverNow = useCallback(() => directory.now().getTime(), [directory])
  const { lastSyncAt } = useSyncState()
  const format = useDateFormat()
  const [trying, setTrying] = useState(false)
  const say = useSay()
  const tryNow = async () => {
    setTrying(true)
    await sync.syncNow()
    setTrying(false)
  }
  return (
    <section className={classes.panel} aria-label="Sync">
      <div>
        <h2 className={classes.panelTitle}>{summary.title}</h2>
        <p className={classes.panelSentence}>{summary.sentence}</p>
      </div>
      <List title="Refused" entries={refused}>
        {(entry) => (
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => void replica.dismiss(entry.item.writeId)}
            aria-label={`Dismiss: ${outboxTitle(entry.item, say('a participant'))}`}
          >
            Dismiss
          </Button>
        )}
      </List>
      <List title="Waiting to be sent" entries={queued} />
      <div className={classes.panelFoot}>
        <span>Last sync: {lastSyncAt ? <RelativeTime at={lastSyncAt} now={serverNow} {...format} /> : 'not yet'}</span>
        <span className={classes.panelButtons}>
          <Button variant="subtle" size="compact-sm" onClick={onDone}>
            Close
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            loading={trying}
            leftSection={<IconRefresh size={14} aria-hidden />}
            onClick={() => void tryNow()}
          >
            Try now
          </Button>
        </span>
      </div>
    </section>
  )
}

interface ListProps {
  readonly title: string
  readonly entries: readonly OutboxEntry[]
  readonly children?: (entry: OutboxEntry) => ReactNode
}

function List({ title, entries, children }: ListProps) {
  const session = useSession()
  const format = useDateFormat()
  const say = useSay()
  const reasonOf = (entry: OutboxEntry) => {
    const reason = outboxReason(entry)
    return reason === null ? null : <p className={classes.reason}>{say(reason)}</p>
  }
  if (entries.length === 0) return null
  const left = entries.length - MOST_SHOWN
  return (
    <div>
      <h3 className={classes.listTitle}>
        {title} <span className={classes.listCount}>{entries.length}</span>
      </h3>
      <ul className={classes.list}>
        {entries.slice(0, MOST_SHOWN).map((entry) => (
          <li key={entry.item.writeId} className={classes.item}>
            <div className={classes.itemWords}>
              <bdi>{outboxTitle(entry.item, nameOf(session, entry.item) ?? say('a participant'))}</bdi>
              {reasonOf(entry)}
              <span className={classes.time}>
                <RelativeTime at={entry.madeAt} {...format} />
              </span>
            </div>
            {children?.(entry)}
          </li>
        ))}
      </ul>
      {left > 0 ? <p className={classes.time}>and {left} more</p> : null}
    </div>
  )
}

type Known = Pick<ReturnType<typeof useSession>, 'directory' | 'replica'>

function nameOf({ directory, replica }: Known, item: OutboxItem): string | null {
  const id = participantIdOf(replica, item)
  const found = id === null ? undefined : directory.get(id)
  return found ? displayName(found.participant) : null
}

/** Resends and revocations name only the invite. */
function participantIdOf(replica: Known['replica'], item: OutboxItem): string | null {
  if ('participantId' in item) return item.participantId
  const inviteId = item.kind === 'invite.resend' ? item.previousId : item.inviteId
  return replica.stores.invites.get(inviteId)?.participantId ?? null
}
