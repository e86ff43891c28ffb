import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '../../server/platform/database/transaction'
import { TemporaryFailure } from '../../server/platform/mail/message'
import { voidMessages } from '../../server/platform/mail/outbox'
import { claimNext, markHanded } from '../../server/platform/mail/outboxRows'
import { SMS } from './fixtures/mailWorld'
import {
  createOutboxWorld,
  fakeSender,
  hearGivenUp,
  MINUTE_MS,
  NO_SENDERS,
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

const openingFor = (minutes: number) => ({
  id: randomUUID(),
  expiresAt: new Date(world.now().getTime() + minutes * MINUTE_MS),
})
/** What a revocation does, in a commit of its own. */
const end = (...ids: string[]) => inTransaction(world.database.db, (tx) => voidMessages(tx, ids))
const ERASED = { to_sealed: null, body_sealed: null, sent_at: null }

test('L1: a link that died in the queue does not leave; its subject is told, and address and text are erased', async () => {
  await world.enqueue(undefined, undefined, openingFor(15))
  await world.enqueue(undefined, undefined, openingFor(16))
  world.pass(15 * MINUTE_MS)
  const { told, onGivenUp } = hearGivenUp()
  await Promise.all([1, 2].map(() => world.startWorker({ onGivenUp }).runOnce()))
  expect(world.mailbox.arrived).toHaveLength(1)
  expect(told).toEqual([{ ref: REF, reason: 'expired' }])
  const rows = await world.rows()
  expect(rows.find(({ status }) => status === 'void')).toMatchObject({ last_error: 'expired', ...ERASED })
  expect(rows.map(({ status }) => status).sort()).toEqual(['sent', 'void'])
})

test('L1: a mail that is refused for now is not tried again after its link has died', async () => {
  await world.enqueue(undefined, undefined, openingFor(1))
  const { ids, senders } = fakeSender(() => {
    throw new TemporaryFailure('later')
  })
  const { told, onGivenUp } = hearGivenUp()
  const worker = world.startWorker({ senders, onGivenUp })
  for (let tries = 0; tries < 4; tries++) {
    await worker.runOnce()
    world.pass(MINUTE_MS / 2)
  }
  expect(ids).toHaveLength(2)
  expect(told).toEqual([{ ref: REF, reason: 'expired' }])
  expect(await world.rows()).toMatchObject([{ status: 'void', attempts: 2 }])
})

test('L1: where there is no way out, what dies in the queue is said to be unsent all the same', async () => {
  await world.enqueue(SMS, undefined, openingFor(10))
  await world.enqueue(SMS)
  world.pass(10 * MINUTE_MS)
  const { told, onGivenUp } = hearGivenUp()
  await world.startWorker({ senders: NO_SENDERS, onGivenUp }).runOnce()
  expect(told).toEqual([{ ref: REF, reason: 'expired' }])
  expect((await world.rows()).map(({ status }) => status).sort()).toEqual(['queued', 'void'])
})

test('W4 S0.19: a mail that was already taken for sending stays behind when what it opens ends before the hand-over', async () => {
  const { db } = world.database
  const opening = openingFor(60)
  await world.enqueue(undefined, undefined, opening)
  const row = await claimNext(db, 'email', world.now(), MINUTE_MS)
  if (!row) throw new Error('nothing to claim')
  expect([...(await end(opening.id))]).toEqual([opening.id])
  expect(await markHanded(db, row, { now: world.now(), leaseMs: MINUTE_MS, once: true })).toBe(false)
  world.pass(60 * MINUTE_MS)
  const { told, onGivenUp } = hearGivenUp()
  await world.startWorker({ onGivenUp }).runOnce()
  expect([world.mailbox.arrived, told]).toEqual([[], []])
  expect(await world.rows()).toMatchObject([{ status: 'void', last_error: 'ended', ...ERASED }])
})

test('W4: a hand-over that had begun is not called stopped, and what opens something else is left alone', async () => {
  const [ending, other] = [openingFor(60), openingFor(60)]
  await world.enqueue(undefined, undefined, ending)
  const begun: Promise<unknown>[] = []
  const { senders } = fakeSender(async () => {
    const stopped = end(ending.id)
    begun.push(stopped)
    expect([...(await stopped)]).toEqual([])
  })
  await world.startWorker({ senders }).runOnce()
  expect(begun).toHaveLength(1)
  await world.enqueue(undefined, undefined, other)
  await world.enqueue()
  await end(ending.id)
  expect((await world.rows()).map(({ status }) => status).sort()).toEqual(['queued', 'queued', 'sent'])
})

test('an in_doubt hand-over is told as such, also when the link has died meanwhile', async () => {
  const { db } = world.database
  await world.enqueue(undefined, undefined, openingFor(5))
  const row = await claimNext(db, 'email', world.now(), MINUTE_MS)
  if (!row) throw new Error('nothing to claim')
  await markHanded(db, row, { now: world.now(), leaseMs: MINUTE_MS, once: true })
  world.pass(10 * MINUTE_MS)
  const { told, onGivenUp } = hearGivenUp()
  await world.startWorker({ onGivenUp }).runOnce()
  expect(told).toEqual([{ ref: REF, reason: 'in_doubt' }])
})

test('T5 W4: with two workers sending while 40 links end, none leaves after the commit that ended it', async () => {
  const openings = Array.from({ length: 40 }, () => openingFor(60))
  const nameOf = new Map<string, string>()
  for (const opening of openings) nameOf.set((await world.enqueue(undefined, undefined, opening)) ?? '', opening.id)
  const { ids, senders } = fakeSender(() => sleep(5))
  const sending = Promise.all([1, 2].map(() => world.startWorker({ senders }).runOnce()))
  const late: string[] = []
  const ending = openings.reverse().map(async ({ id }, turn) => {
    await sleep(turn)
    const stopped = await end(id)
    const left = ids.some((message) => nameOf.get(message) === id)
    if (stopped.has(id) && left) late.push(id)
  })
  await Promise.all([sending, ...ending])
  const rows = await world.rows()
  const left = new Set(ids.map((message) => nameOf.get(message)))
  expect(late).toEqual([])
  expect(rows.filter(({ status, opens }) => (status === 'sent') !== left.has(opens ?? ''))).toEqual([])
  expect(rows.filter(({ status }) => status !== 'sent' && status !== 'void')).toEqual([])
})

test('T1 W4: with OUTBOX_DIR alone no file is written for what has ended or died', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'vestibule-dead-'))
  const ending = openingFor(60)
  await world.enqueue(undefined, undefined, ending)
  await world.enqueue(undefined, undefined, openingFor(1))
  await end(ending.id)
  world.pass(MINUTE_MS)
  await world.startWorker({ outboxDir: dir, senders: NO_SENDERS }).runOnce()
  expect(readdirSync(dir)).toEqual([])
  rmSync(dir, { recursive: true })
})
