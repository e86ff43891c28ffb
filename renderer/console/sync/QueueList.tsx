import { Button } from '@mantine/core'
import { useState } from 'react'
import type { OutboxEntry } from '../replica/replicaDatabase'
import { QueueItem } from './QueueItem'
import classes from './Sync.module.css'

export interface QueueListProps {
  readonly title: string
  readonly entries: readonly OutboxEntry[]
  /** How many are shown before somebody asks for more. */
  readonly first: number
}

/** One part of the queue; a week's work without a network is more than one screen should draw at once. */
export function QueueList({ title, entries, first }: QueueListProps) {
  const [shown, setShown] = useState(first)
  if (entries.length === 0) return null
  const left = entries.length - shown
  return (
    <section aria-label={title}>
      <h3 className={classes.listTitle}>
        {title} <span className={classes.listCount}>{entries.length}</span>
      </h3>
      <ul className={classes.list}>
        {entries.slice(0, shown).map((entry) => (
          <QueueItem key={entry.item.writeId} entry={entry} />
        ))}
      </ul>
      {left > 0 ? (
        <Button variant="subtle" size="compact-sm" onClick={() => setShown(shown + first)}>
          Show more ({left} left)
        </Button>
      ) : null}
    </section>
  )
}
