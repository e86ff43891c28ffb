import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Deliver, PermanentFailure, type Sender, TemporaryFailure } from '../../server/platform/mail/message'
import { sendingWays, sendTest } from '../../server/settings/testMessages'
import { addClinic, type Clinic, openWorld, staffCaller, type World } from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

let database: TestDatabase
let world: World
let clinic: Clinic

beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
  clinic = await addClinic(world)
})
afterAll(() => database.drop())

const sender = (deliver: Deliver): Sender => ({ deliver, idempotent: false, longestMs: 1000 })
const settingsDeps = (email: Sender | null, sms: Sender | null = null) => ({
  ...world.deps,
  delivery: { email, sms },
  outboxDir: null,
})
const mail = async (email: Sender | null, withinMs?: number) =>
  await sendTest(settingsDeps(email), staffCaller(world, clinic, 'admin'), 'email', 'admin@alder.example', withinMs)

test('a test message goes straight to the sender, in the name of the clinic, once', async () => {
  const seen: unknown[] = []
  expect(await mail(sender(async (_id, message) => void seen.push(message)))).toEqual({ ok: true })
  expect(seen).toHaveLength(1)
  expect(seen[0]).toMatchObject({
    channel: 'email',
    to: 'admin@alder.example',
    links: [],
    from: { name: 'Alder Clinic' },
  })
  expect(await world.db.selectFrom('outbox_message').selectAll().execute()).toEqual([])
})

test('what the other side says is shown as its short code; any other error, which might quote an address, is not', async () => {
  const failing = (error: Error) => sender(async () => Promise.reject(error))
  expect(await mail(failing(new PermanentFailure('smtp 550')))).toEqual({ ok: false, reason: 'smtp 550' })
  expect(await mail(failing(new TemporaryFailure('ECONNREFUSED')))).toEqual({ ok: false, reason: 'ECONNREFUSED' })
  expect(await mail(failing(new Error('no such box admin@alder.example')))).toEqual({ ok: false, reason: 'failed' })
})

test('no answer in time is said as such, and what comes later disturbs nobody', async () => {
  const slow = sender(async () => {
    await sleep(80)
    throw new Error('late')
  })
  expect(await mail(slow, 20)).toEqual({ ok: false, reason: 'no_answer' })
  await sleep(100)
})

test('a server without a way out says so', async () => {
  expect(await mail(null)).toEqual({ ok: false, reason: 'not_set_up' })
  const ways = sendingWays(
    settingsDeps(
      null,
      sender(async () => undefined),
    ),
  )
  expect(ways).toEqual({ smtp: false, sms: true, outbox: false })
})
