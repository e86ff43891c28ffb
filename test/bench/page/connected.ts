import { createStaffClient } from '../../../renderer/api/staffClient'
import { destroyPageLog } from '../../../renderer/console/replica/pageLog/pageLog'
import type { Replica } from '../../../renderer/console/replica/replica'
import { serverTransport } from '../../../renderer/console/sync/serverTransport'
import { type SyncEngine, startSync } from '../../../renderer/console/sync/syncEngine'
import type { OutboxItem } from '../../../shared/sync/syncSchemas'
import { online } from './firstSync'
import { openSealed } from './sealed'

function connect(replica: Replica): SyncEngine {
  return startSync({ replica, transport: serverTransport(createStaffClient()) })
}

function editOf(replica: Replica, participantId: string, value: string): OutboxItem {
  const base = replica.stores.participants.get(participantId)?.preferredName ?? ''
  const changes = [{ path: 'preferredName', base, value }]
  return { kind: 'edit', writeId: crypto.randomUUID(), participantId, changes }
}

/**
 * A console that made `count` edits of as many people offline goes online: milliseconds until its outbox is empty, which is when every edit was
 * acknowledged and the new records are durable here.
 */
export async function edits(name: string, count: number): Promise<{ ms: number; perSecond: number }> {
  const replica = await openSealed(name)
  const first = connect(replica)
  await online(first)
  await first.stop()
  const ids = [...replica.stores.participants.all()].slice(0, count).map(([id]) => id)
  await Promise.all(ids.map((id) => replica.enqueue(editOf(replica, id, `edit ${crypto.randomUUID()}`))))
  const start = performance.now()
  const sync = connect(replica)
  await online(sync)
  const ms = performance.now() - start
  if (replica.stores.outbox.size > 0) throw new Error(`${replica.stores.outbox.size} edits were not acknowledged`)
  await sync.stop()
  await replica.close()
  await destroyPageLog(name)
  return { ms, perSecond: (ids.length * 1000) / ms }
}

/** A console that stays online, for edits that travel from one page to another. Times are epoch milliseconds: both pages share a clock. */
export function openLive() {
  let replica: Replica | null = null
  const opened = (): Replica => {
    if (!replica) throw new Error('connectLive comes first')
    return replica
  }
  return {
    connectLive: async (name: string): Promise<string[]> => {
      replica = await openSealed(name)
      await online(connect(replica))
      return [...replica.stores.participants.all()].map(([id]) => id)
    },
    liveEdit: async (participantId: string, value: string): Promise<number> => {
      const start = performance.timeOrigin + performance.now()
      await opened().enqueue(editOf(opened(), participantId, value))
      return start
    },
    liveSeen: async (participantId: string, value: string): Promise<number> => {
      const { participants } = opened().stores
      await new Promise<void>((resolve) => {
        const look = () => {
          if (participants.get(participantId)?.preferredName !== value) return
          stop()
          resolve()
        }
        const stop = participants.subscribe(look)
        look()
      })
      return performance.timeOrigin + performance.now()
    },
  }
}
