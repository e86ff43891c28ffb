import { expect, test, vi } from 'vitest'
import type { PageLogPorts } from '../../renderer/console/replica/pageLog/pageLog'
import { openReplica } from '../../renderer/console/replica/replica'
import { getReplicaStorage } from '../../renderer/console/replica/replicaStorage'
import type { OutboxItem, PullAnswer } from '../../shared/sync/syncSchemas'
import { freshProfile, keyOf, openLog } from './pageLogKit'

const MESSAGE = { form: 'message', about: 'p1', participantId: 'p1' } as const
const ANSWER = { form: 'rebuttal', about: 'r2', participantId: 'p2' } as const

async function opened(ports: PageLogPorts, now = Date.now()) {
  const storage = getReplicaStorage({ databaseName: 'clinic', key: await keyOf(7), ports })
  return await openReplica('clinic', storage, () => new Date(now))
}

function pulled(rev: number, rows: object, gone: PullAnswer['gone'] = []): PullAnswer {
  const head = { epoch: 'e', count: 1, hash: 'h' }
  const at = '2026-03-01T10:00:00.000Z'
  const rest = { checkpoint: { epoch: 'e', rev }, reset: false, remaining: 0, serverTime: at, head, witnessHash: null }
  return { rows, gone, ...rest } as unknown as PullAnswer
}

async function sealedDrafts(ports: PageLogPorts) {
  const log = await openLog(ports)
  const found = JSON.stringify(log.documents('0/drafts'))
  await log.close()
  return found
}

test('Y1, R4: words that were typed in the moment before the lock are in the sealed copy, and nowhere after it', async () => {
  const ports = freshProfile()
  const replica = await opened(ports)
  replica.drafts.keep(MESSAGE, 'Dear Ana, your')
  replica.drafts.keep(MESSAGE, 'Dear Ana, your appointment')
  await replica.close()
  expect(replica.drafts.all()).toEqual([])
  const again = await opened(ports)
  expect(again.drafts.get(MESSAGE)).toBe('Dear Ana, your appointment')
  await again.drafts.drop(MESSAGE)
  await again.close()
  expect(await sealedDrafts(ports)).not.toContain('Ana')
})

test('Y1: words are written while they are typed, so that a crash loses no more than the last moment', async () => {
  const ports = freshProfile()
  const replica = await opened(ports)
  replica.drafts.keep(MESSAGE, 'Dear Ana')
  await expect.poll(() => replica.stores.drafts.size, { timeout: 5_000 }).toBe(1)
  await replica.close()
})

test('D4: unsent words about somebody who left the scope go with the record, others stay', async () => {
  const ports = freshProfile()
  const replica = await opened(ports)
  await replica.applyPull(
    pulled(1, {
      participants: [
        { id: 'p1', rev: 1 },
        { id: 'p2', rev: 1 },
      ],
    }),
    null,
  )
  replica.drafts.keep(MESSAGE, 'CANARY')
  replica.drafts.keep(ANSWER, 'stays')
  await replica.applyPull(pulled(2, {}, [{ collection: 'participants', id: 'p1' }]), null)
  expect([replica.drafts.get(MESSAGE), replica.drafts.get(ANSWER)]).toEqual([undefined, 'stays'])
  await replica.close()
  expect(await sealedDrafts(ports)).not.toContain('CANARY')
})

test('Y1: what a full disk refused is named and never leaves, and typed words go along to the records opened in its place', async () => {
  const ports = freshProfile()
  const replica = await opened(ports)
  const failing = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError')
  })
  const item = { kind: 'account.revoke', writeId: 'w1', participantId: 'p1' } as OutboxItem
  await expect(replica.enqueue(item)).rejects.toMatchObject({ kind: 'write_failed' })
  replica.drafts.keep(MESSAGE, 'Dear Ana')
  await replica.drafts.flush()
  failing.mockRestore()
  expect(replica.unkept()).toEqual([item])
  await expect(replica.markSent(['w1'])).rejects.toMatchObject({ kind: 'write_failed' })
  await expect(replica.markSent(['w1'])).rejects.toMatchObject({ kind: 'write_failed' })
  const begun = replica.drafts.all()
  await replica.close()
  const again = await opened(ports)
  expect([again.stores.outbox.size, again.drafts.get(MESSAGE)]).toEqual([0, undefined])
  again.drafts.adopt(begun)
  await again.close()
  expect(await sealedDrafts(ports)).toContain('Dear Ana')
})

test('R3: words that nobody touched for 30 days are gone at the next opening, by the clock; later ones and those without a date begin their month', async () => {
  const ports = freshProfile()
  const DAY = 86_400_000
  const start = Date.parse('2026-03-01T10:00:00.000Z')
  const first = await opened(ports, start)
  first.drafts.keep(MESSAGE, 'CANARY')
  await first.close()
  const day20 = await opened(ports, start + 20 * DAY)
  day20.drafts.keep(ANSWER, 'of day 20')
  // As a version without dates has kept it.
  day20.drafts.adopt([['extension:r3', { participantId: 'p3', words: 'undated' }]])
  await day20.close()
  const day30 = await opened(ports, start + 30 * DAY)
  expect(day30.drafts.get(MESSAGE)).toBe('CANARY')
  await day30.close()
  const late = await opened(ports, start + 30 * DAY + 1)
  expect([late.drafts.get(MESSAGE), late.drafts.get(ANSWER)]).toEqual([undefined, 'of day 20'])
  await late.close()
  expect(await sealedDrafts(ports)).not.toContain('CANARY')
  const later = await opened(ports, start + 59 * DAY)
  expect(later.drafts.all().map(([id]) => id)).toEqual(['extension:r3'])
  await later.close()
})

test('Y5: words dated by a clock that was far ahead are not kept for ever', async () => {
  const ports = freshProfile()
  const ahead = await opened(ports, Date.parse('2036-03-01T10:00:00.000Z'))
  ahead.drafts.keep(MESSAGE, 'Dear Ana')
  await ahead.close()
  for (const [at, words] of [
    ['2026-03-01T10:00:00.000Z', 'Dear Ana'],
    ['2026-04-01T10:00:00.000Z', undefined],
  ] as const) {
    const replica = await opened(ports, Date.parse(at))
    expect(replica.drafts.get(MESSAGE)).toBe(words)
    await replica.close()
  }
})
