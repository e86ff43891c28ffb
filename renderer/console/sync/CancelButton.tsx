import { Button } from '@mantine/core'
import { useState } from 'react'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { LiveRegion } from '../../ui/LiveRegion'
import { cancelPlan } from '../replica/outboxEntries'
import type { OutboxEntry } from '../replica/replicaDatabase'
import { useSession } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { type CancelQuestion, cancelQuestion } from './queueWords'

/** Takes back what has not left. Where something outside the list may hang on it, a printed letter for example, it asks first. */
export function CancelButton({ entry, title }: { readonly entry: OutboxEntry; readonly title: string }) {
  const { replica } = useSession()
  const say = useSay()
  const [asked, setAsked] = useState<CancelQuestion | null>(null)
  const [asking, setAsking] = useState(false)
  const [late, setLate] = useState(false)
  const { writeId } = entry.item
  const cancel = async () => {
    setAsking(false)
    if (!(await replica.cancel(writeId))) setLate(true)
  }
  const start = () => {
    const { remove } = cancelPlan(replica.stores.outbox.all(), writeId)
    const question = cancelQuestion(entry, Math.max(0, remove.length - 1))
    if (question === null) return void cancel()
    setAsked(question)
    setAsking(true)
  }
  return (
    <>
      <Button variant="default" size="compact-xs" onClick={start} aria-label={`Take back: ${title}`}>
        Take back
      </Button>
      <LiveRegion visible={late}>{late ? 'Too late: it has left already.' : null}</LiveRegion>
      {asked ? (
        <ConfirmDialog
          opened={asking}
          danger
          title={say(asked.title)}
          consequence={say(asked.consequence)}
          confirmLabel={asked.confirm}
          cancelLabel="Leave it in the queue"
          onConfirm={() => void cancel()}
          onCancel={() => setAsking(false)}
        />
      ) : null}
    </>
  )
}
