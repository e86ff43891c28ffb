import { Popover, UnstyledButton } from '@mantine/core'
import { type Icon, IconCircleCheck, IconCloudOff, IconExclamationCircle, IconRefresh } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { formatRelative } from '../../ui/formatDate'
import { LiveRegion } from '../../ui/LiveRegion'
import { useNow } from '../participants/clinicHooks'
import { useDateFormat } from '../shell/dateFormat'
import { useSession, useStore, useSyncState } from '../shell/SessionContext'
import { outboxLists } from './outboxWords'
import classes from './Sync.module.css'
import { SyncPanel } from './SyncPanel'
import { type SyncSummary, syncSummary } from './syncWords'

const ICONS: Readonly<Record<SyncSummary['tone'], Icon>> = {
  ok: IconCircleCheck,
  busy: IconRefresh,
  off: IconCloudOff,
  warn: IconExclamationCircle,
}

/** Always in sight: whether the server has everything. Opens the list of what it does not have yet. */
export function SyncStatus() {
  const { replica } = useSession()
  const sync = useSyncState()
  const format = useDateFormat()
  const now = useNow(10_000)
  const [opened, setOpened] = useState(false)
  // The library hears Escape only while the focus is inside; "Try now" gives it up while it works.
  useEffect(() => {
    if (!opened) return
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setOpened(false)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [opened])
  const lists = outboxLists(useStore(replica.stores.outbox).all())
  const [waiting, troubled] = [lists.waiting.length, lists.troubled.length]
  const summary = syncSummary({ sync, waiting, troubled })
  const StatusIcon = ICONS[summary.tone]
  const counts = [
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(troubled > 0 ? [`${troubled} not done`] : []),
  ].join(', ')
  // The same words in sight and in the label, so that "click Up to date" works by voice.
  // By the server's clock: where that one is ahead, "now" is right and "in 2 minutes" is not.
  const syncedAt = sync.lastSyncAt ? Math.min(Date.parse(sync.lastSyncAt), now.getTime()) : null
  const sub = counts || (syncedAt === null ? '' : `Synced ${formatRelative(syncedAt, now.getTime(), format.locale)}`)
  return (
    <>
      <Popover
        opened={opened}
        onChange={setOpened}
        position="top-start"
        width="min(25rem, calc(100vw - 1.5rem))"
        trapFocus
      >
        <Popover.Target>
          <UnstyledButton
            className={classes.status}
            data-tone={summary.tone}
            onClick={() => setOpened(!opened)}
            aria-label={`Sync: ${[summary.title, sub].filter(Boolean).join(', ')}`}
          >
            <StatusIcon size={20} aria-hidden className={classes.statusIcon} />
            <span className={classes.statusWords}>
              <span className={classes.statusTitle}>{summary.title}</span>{' '}
              <span className={classes.statusSub}>{sub}</span>
            </span>{' '}
            {counts ? <span className={classes.count}>{waiting + troubled}</span> : null}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown className={classes.dropdown}>
          <SyncPanel summary={summary} lists={lists} onDone={() => setOpened(false)} />
        </Popover.Dropdown>
      </Popover>
      <LiveRegion>{summary.tone === 'ok' || summary.tone === 'busy' ? null : summary.title}</LiveRegion>
    </>
  )
}
