import { expect, test } from 'vitest'
import type { Replica } from '../../renderer/console/replica/replica'
import type { SyncTransport } from '../../renderer/console/sync/syncEngine'
import { pullAll, pushAll } from '../../renderer/console/sync/syncSteps'
import type { OutboxItem, PullAnswer } from '../../shared/sync/syncSchemas'

/** 250 marks of reading, more than one push takes. Counts what leaves; the first call of either kind ends the session here. */
function leavingConsole() {
  const stop = new AbortController()
  const left = { pushed: 0, pulled: 0, applied: 0 }
  const entries = new Map(
    Array.from({ length: 250 }, (_, order) => {
      const item = { kind: 'participant.view', writeId: `w${order}`, participantId: 'p' } as OutboxItem
      return [item.writeId, { order, item, state: 'queued' }] as const
    }),
  )
  const replica = {
    meta: () => ({ checkpoint: null, witness: null, alarm: null }),
    stores: { outbox: { all: () => entries }, undone: { all: () => [] } },
    markSent: async (ids: string[]) => ids.map((id) => entries.get(id)?.item),
    applyResults: async (results: { writeId: string }[]) => {
      for (const { writeId } of results) entries.delete(writeId)
    },
    applyPull: async () => void left.applied++,
  } as unknown as Replica
  const transport = {
    push: async (items: readonly OutboxItem[]) => {
      left.pushed += items.length
      stop.abort()
      return { results: items.map(({ writeId }) => ({ writeId, outcome: 'applied' })), serverTime: 'now' }
    },
    pull: async () => {
      left.pulled++
      stop.abort()
      return { remaining: 1 } as PullAnswer
    },
  } as unknown as SyncTransport
  return { stop: stop.signal, left, replica, transport }
}

test('D3: a console that is being left sends nothing more after the push under way', async () => {
  const { stop, left, replica, transport } = leavingConsole()
  await pushAll(replica, transport, true, stop)
  expect(left.pushed).toBe(200)
  await pushAll(replica, transport, true, stop)
  expect(left.pushed).toBe(200)
})

test('D3: it sends nothing at all when it is left while it still looks whether the server is there', async () => {
  const { stop, left, replica, transport } = leavingConsole()
  await pushAll(replica, transport, false, stop)
  expect(left).toEqual({ pushed: 0, pulled: 1, applied: 0 })
})

test('D3: it asks for no further page either', async () => {
  const { stop, left, replica, transport } = leavingConsole()
  await pullAll(replica, transport, { limit: 10, reads: () => true, set: () => undefined }, stop)
  expect(left).toEqual({ pushed: 0, pulled: 1, applied: 0 })
})
