import type { OutboxItem, PushResult } from '../../../shared/sync/syncSchemas'
import type { DocStore } from './docStore'
import { cancelPlan, isUnsettled, outdated, settledEntry } from './outboxEntries'
import type { OutboxEntry } from './replicaDatabase'

/** What the outbox needs of the replica: writes are durable when they resolve, and the store follows them. */
export interface OutboxPorts {
  readonly store: DocStore<OutboxEntry>
  readonly put: (rows: readonly (readonly [string, OutboxEntry])[]) => Promise<void>
  readonly remove: (ids: readonly string[]) => Promise<void>
  readonly now: () => Date
}

/** The writes of this console in their order: `queued -> sent -> applied | refused | conflict` (decision 0004). */
export interface Outbox {
  /** In this order, and in one durable append. */
  enqueue(...items: readonly OutboxItem[]): Promise<void>
  /**
   * Notes durably that these leave now, before they do: from here on nothing may pretend that they never left. Gives back those that may go, as they
   * are now; what was taken back meanwhile is not among them.
   */
  markSent(writeIds: readonly string[]): Promise<readonly OutboxItem[]>
  /** Takes back a write that has not left, and what depends on it. False: too late. */
  cancel(writeId: string): Promise<boolean>
  /** A person has read what became of it. What is still unsettled stays. */
  dismiss(writeId: string): Promise<void>
  settle(results: readonly PushResult[], serverTime: string): Promise<void>
  prune(serverTime: string): Promise<void>
}

export function openOutbox({ store, put, remove, now }: OutboxPorts): Outbox {
  let order = [...store.all()].reduce((highest, [, entry]) => Math.max(highest, entry.order), 0)
  // The store follows a write with a delay; these two say at once which way a write went, so that it can never go both.
  const leaving = new Set<string>()
  const cancelled = new Set<string>()
  let cancelling: Promise<void> = Promise.resolve()
  // Memory takes a write before the disk does. Once the disk has refused one, nothing leaves until the records are opened again: it would be
  // done by the server and told to its author as lost.
  let refused: { readonly error: unknown } | null = null
  const durably = async (rows: Parameters<OutboxPorts['put']>[0]) => {
    try {
      await put(rows)
    } catch (error) {
      refused = { error }
      throw error
    }
  }
  const prune = async (serverTime: string) => {
    const old = outdated(store.all(), serverTime)
    if (old.length > 0) await remove(old)
  }
  return {
    enqueue: async (...items) => {
      const madeAt = now().toISOString()
      const entry = (item: OutboxItem): OutboxEntry => {
        order++
        return { order, item, state: 'queued', reason: null, message: null, madeAt }
      }
      await durably(items.map((item) => [item.writeId, entry(item)]))
    },
    markSent: async (writeIds) => {
      await cancelling
      if (refused) throw refused.error
      const going = writeIds.flatMap((id) => {
        const entry = store.get(id)
        return entry && isUnsettled(entry) && !cancelled.has(id) ? [[id, entry] as const] : []
      })
      for (const [id] of going) leaving.add(id)
      const fresh = going.filter(([, { state }]) => state === 'queued')
      await durably(fresh.map(([id, entry]) => [id, { ...entry, state: 'sent' }]))
      return going.map(([, { item }]) => item)
    },
    cancel: async (writeId) => {
      const isGoing = (id: string) => leaving.has(id) || cancelled.has(id)
      const { remove: ids, rewrite } = cancelPlan(store.all(), writeId)
      if (ids.length === 0 || ids.some(isGoing)) return false
      for (const id of ids) cancelled.add(id)
      const kept = rewrite.filter(([id]) => !isGoing(id))
      const work = remove(ids).then(async () => await put(kept))
      cancelling = Promise.all([cancelling, work.catch(() => undefined)]).then(() => undefined)
      await work
      for (const id of ids) cancelled.delete(id)
      return true
    },
    dismiss: async (writeId) => {
      const entry = store.get(writeId)
      if (entry && !isUnsettled(entry)) await remove([writeId])
    },
    settle: async (results, serverTime) => {
      const answered = results.flatMap((result) => {
        const entry = store.get(result.writeId)
        return entry ? [[result.writeId, settledEntry(entry, result, serverTime)] as const] : []
      })
      await put(answered.flatMap(([id, entry]) => (entry ? [[id, entry] as const] : [])))
      await remove(answered.flatMap(([id, entry]) => (entry ? [] : [id])))
      for (const [id] of answered) leaving.delete(id)
      await prune(serverTime)
    },
    prune,
  }
}
