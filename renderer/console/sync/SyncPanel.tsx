import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { RelativeTime } from '../../ui/RelativeTime'
import { useServerDates } from '../shell/dateFormat'
import { useSession, useSyncState } from '../shell/SessionContext'
import type { OutboxLists } from './outboxWords'
import { QueueList } from './QueueList'
import classes from './Sync.module.css'
import type { SyncSummary } from './syncWords'

export interface SyncPanelProps {
  readonly summary: SyncSummary
  readonly lists: OutboxLists
  readonly onDone: () => void
}

/** More than this is for the page. */
const FIRST = 10

/** What was not done and why, and what the server does not have yet; the page has the rest. */
export function SyncPanel({ summary, lists, onDone }: SyncPanelProps) {
  const { sync } = useSession()
  const { lastSyncAt } = useSyncState()
  const format = useServerDates()
  const [trying, setTrying] = useState(false)
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
      <QueueList title="Needs a look" entries={lists.troubled} first={FIRST} />
      <QueueList title="Waiting for the server" entries={lists.waiting} first={FIRST} />
      <div className={classes.panelFoot}>
        <span>Last sync: {lastSyncAt ? <RelativeTime at={lastSyncAt} {...format} /> : 'not yet'}</span>
        <span className={classes.panelButtons}>
          <Button variant="subtle" size="compact-sm" onClick={onDone}>
            Close
          </Button>
          <Button component={Link} href="/queue" variant="default" size="compact-sm" onClick={onDone}>
            Open the queue
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
