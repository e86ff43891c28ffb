import { afterEach, beforeEach, expect, test } from 'vitest'
import { InDoubtFailure } from '../../server/platform/mail/message'
import { claimNext, finish, markHanded, putBack } from '../../server/platform/mail/outboxRows'
import {
  createOutboxWorld,
  DAY_MS,
  fakeSender,
  hearGivenUp,
  MINUTE_MS,
  type OutboxWorld,
  REF,
} from './fixtures/outboxWorld'

let world: OutboxWorld

beforeEach(async () => {
  world = await createOutboxWorld()
})
afterEach(async () => {
  await world.end()
})

test('a claim whose process died before the hand-over is taken up after its lease, and not before', async () => {
  const id = await world.enqueue()
  await claimNext(world.database.db, 'email', world.now(), MINUTE_MS)
  const worker = world.startWorker()
  await worker.runOnce()
  expect(world.mailbox.arrived).toEqual([])
  world.pass(MINUTE_MS)
  await worker.runOnce()
  expect(world.mailbox.arrived).toEqual([id])
})

test('the mark is committed before anything leaves', async () => {
  await world.enqueue()
  const seen: unknown[] = []
  const { senders } = fakeSender(async () => {
    seen.push(...(await world.rows()).map(({ status, handed_at }) => ({ status, handed_at })))
  })
  await world.startWorker({ senders }).runOnce()
  expect(seen).toEqual([{ status: 'sending', handed_at: world.now() }])
})

test('a process that died in the middle of a hand-over leaves the message in doubt: never sent again, and staff are told', async () => {
  await world.enqueue()
  const { db } = world.database
  const row = await claimNext(db, 'email', world.now(), MINUTE_MS)
  if (row === undefined) throw new Error('nothing was due')
  await markHanded(db, row, { now: world.now(), leaseMs: MINUTE_MS, once: true })
  world.pass(MINUTE_MS)
  const { told, onGivenUp } = hearGivenUp()
  await world.startWorker({ onGivenUp }).runOnce()
  expect(world.mailbox.arrived).toEqual([])
  expect(told).toEqual([{ ref: REF, reason: 'in_doubt' }])
  expect(await world.rows()).toMatchObject([
    { status: 'failed', last_error: 'in_doubt', to_sealed: null, body_sealed: null, sent_at: null },
  ])
})

test('a line that is cut after DATA is in doubt and not sent again', async () => {
  await world.enqueue()
  world.mailbox.verdicts.push('cut')
  const { told, onGivenUp } = hearGivenUp()
  const worker = world.startWorker({ onGivenUp })
  for (let day = 0; day < 3; day++) {
    await worker.runOnce()
    world.pass(DAY_MS)
  }
  expect(world.mailbox.arrived).toHaveLength(1)
  expect(told).toHaveLength(1)
  expect(await world.rows()).toMatchObject([{ status: 'failed', last_error: 'in_doubt' }])
})

test('an error that no adapter explains counts as in doubt', async () => {
  await world.enqueue()
  const { ids, senders } = fakeSender(() => {
    throw new TypeError('canary@example.org is not a function')
  })
  const worker = world.startWorker({ senders })
  await worker.runOnce()
  world.pass(DAY_MS)
  await worker.runOnce()
  expect(ids).toHaveLength(1)
  expect(await world.rows()).toMatchObject([{ status: 'failed', last_error: 'in_doubt' }])
  expect(world.captured.text()).not.toContain('canary')
})

test('where the other side drops second copies, what is in doubt is repeated under the same id', async () => {
  const id = await world.enqueue()
  const { ids, senders } = fakeSender((count) => {
    if (count < 3) throw new InDoubtFailure('ECONNRESET after the request')
  }, true)
  const worker = world.startWorker({ senders })
  for (let tries = 0; tries < 3; tries++) {
    await worker.runOnce()
    world.pass(MINUTE_MS)
  }
  expect(ids).toEqual([id, id, id])
  expect(await world.rows()).toMatchObject([{ status: 'sent' }])
})

test('what was under way to one that drops second copies when its process died is repeated', async () => {
  const id = await world.enqueue()
  const { db } = world.database
  const row = await claimNext(db, 'email', world.now(), MINUTE_MS)
  if (row === undefined) throw new Error('nothing was due')
  await markHanded(db, row, { now: world.now(), leaseMs: MINUTE_MS, once: false })
  world.pass(MINUTE_MS)
  const { ids, senders } = fakeSender(() => undefined, true)
  await world.startWorker({ senders }).runOnce()
  expect(ids).toEqual([id])
})

test('who stood still for longer than its lease may not hand over, note or put back any more', async () => {
  await world.enqueue()
  const { db } = world.database
  const claim = async () => {
    const row = await claimNext(db, 'email', world.now(), MINUTE_MS)
    if (row === undefined) throw new Error('nothing was due')
    return row
  }
  const first = await claim()
  world.pass(MINUTE_MS)
  const second = await claim()
  const lease = { now: world.now(), leaseMs: MINUTE_MS, once: true }
  expect(await markHanded(db, first, lease)).toBe(false)
  expect(await markHanded(db, second, lease)).toBe(true)
  await putBack(db, first, world.now(), 'late')
  const late = { status: 'failed', now: world.now(), reason: 'late' } as const
  await finish(db, first, late, () => Promise.reject(new Error('told twice')))
  expect(await world.rows()).toMatchObject([
    { status: 'sending', attempts: 2, handed_at: world.now(), last_error: null },
  ])
})

test('a database that is away for a moment does not make a sent message doubtful', async () => {
  await world.enqueue()
  let tries = 0
  const onSent = async () => {
    tries++
    if (tries === 1) throw Object.assign(new Error('terminating connection'), { code: '57P01' })
  }
  await world.startWorker({ onSent }).runOnce()
  expect(tries).toBe(2)
  expect(await world.rows()).toMatchObject([{ status: 'sent' }])
  expect(world.mailbox.arrived).toHaveLength(1)
})
