import { Button } from '@mantine/core'
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { EmptyState } from '../../ui/EmptyState'
import { PageHeader } from '../../ui/PageHeader'
import { useSession, useStore, useSyncState } from '../shell/SessionContext'
import { outboxLists } from './outboxWords'
import { QueueList } from './QueueList'
import classes from './Sync.module.css'
import { syncSummary } from './syncWords'

const FIRST = 50

/** Everything that this console has asked the server for, until it is settled, and for a day what was done. Works without a network. */
export function QueuePage() {
  const { replica, sync } = useSession()
  const state = useSyncState()
  const { waiting, troubled, done } = outboxLists(useStore(replica.stores.outbox).all())
  const summary = syncSummary({ sync: state, waiting: waiting.length, troubled: troubled.length })
  const [trying, setTrying] = useState(false)
  const tryNow = async () => {
    setTrying(true)
    await sync.syncNow()
    setTrying(false)
  }
  return (
    <div className={classes.page}>
      <PageHeader
        title="Queue"
        sub={`What you have asked for on this console. Nothing counts as done before the server has done it. ${summary.sentence}`}
        actions={
          <Button
            variant="default"
            loading={trying}
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={() => void tryNow()}
          >
            Try now
          </Button>
        }
      />
      {waiting.length + troubled.length + done.length === 0 ? (
        <EmptyState
          icon={IconCircleCheck}
          title="Nothing is waiting"
          sentence="What you change or ask for appears here until the server has done it. What was done stays for a day."
        />
      ) : (
        <>
          <QueueList title="Needs a look" entries={troubled} first={FIRST} />
          <QueueList title="Waiting for the server" entries={waiting} first={FIRST} />
          <QueueList title="Done within a day" entries={done} first={FIRST} />
        </>
      )}
    </div>
  )
}
