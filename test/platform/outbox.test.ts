import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '../../server/platform/database/transaction'
import { TemporaryFailure } from '../../server/platform/mail/message'
import { createEnqueue } from '../../server/platform/mail/outbox'
import { MAIL, SMS } from './fixtures/mailWorld'
import {
  createOutboxWorld,
  DAY_MS,
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

test('a message is stored sealed, sent once, and erased with its address', async () => {
  const { mailbox, rows } = world
  const id = await world.enqueue()
  expect(JSON.stringify(await rows())).not.toMatch(/canary/)
  expect(Buffer.concat((await rows()).flatMap((row) => [row.body_sealed ?? Buffer.alloc(0)])).includes('canary')).toBe(
    false,
  )
  const worker = world.startWorker()
  await worker.runOnce()
  await worker.runOnce()
  expect(mailbox.mails).toHaveLength(1)
  expect(mailbox.mails[0]?.raw).toContain('To: canary@example.org')
  expect(mailbox.mails[0]?.raw).toContain(`Message-ID: <${id}@example.org>`)
  expect(await rows()).toMatchObject([
    { status: 'sent', attempts: 1, to_sealed: null, body_sealed: null, sent_at: world.now() },
  ])
})

test('a message whose event was rolled back does not exist', async () => {
  const { database, now } = world
  await inTransaction(database.db, async (tx) => {
    await createEnqueue(database.secrets)(tx, { message: MAIL, now: now() })
    throw new Error('no')
  }).catch(() => undefined)
  expect(await world.rows()).toEqual([])
})

test('the same key twice has the effect of once', async () => {
  expect(await world.enqueue(MAIL, 'invite/1')).not.toBeNull()
  expect(await world.enqueue(MAIL, 'invite/1')).toBeNull()
  await world.startWorker().runOnce()
  expect(world.mailbox.mails).toHaveLength(1)
})

test('T5: four workers over 30 messages send each exactly once', async () => {
  for (let count = 0; count < 30; count++) await world.enqueue()
  await Promise.all([1, 2, 3, 4].map(() => world.startWorker().runOnce()))
  expect(world.mailbox.mails).toHaveLength(30)
  expect(new Set(world.mailbox.arrived).size).toBe(30)
})

test('a mail refused for now is repeated after a pause under the same Message-ID', async () => {
  const { mailbox, rows } = world
  const id = await world.enqueue()
  mailbox.refusals.push(451)
  const worker = world.startWorker()
  await worker.runOnce()
  expect(await rows()).toMatchObject([
    { status: 'queued', attempts: 1, handed_at: null, last_error: 'EENVELOPE 451 4.2.0' },
  ])
  await worker.runOnce()
  expect(mailbox.mails).toHaveLength(0)
  world.pass(16_000)
  await worker.runOnce()
  expect(mailbox.arrived).toEqual([id])
})

test('a mailbox that does not exist ends the message at once and tells its subject', async () => {
  await world.enqueue()
  world.mailbox.refusals.push(550)
  const { told, onGivenUp } = hearGivenUp()
  await world.startWorker({ onGivenUp }).runOnce()
  expect(told).toEqual([{ ref: REF, reason: 'EENVELOPE 550 4.2.0' }])
  expect(await world.rows()).toMatchObject([{ status: 'failed', to_sealed: null, body_sealed: null }])
})

test('after eight refusals, further apart each time, the message is given up', async () => {
  await world.enqueue()
  world.mailbox.refusals.push(...Array(20).fill(451))
  const worker = world.startWorker()
  const pauses: number[] = []
  for (let tries = 0; tries < 12; tries++) {
    await worker.runOnce()
    const [row] = await world.rows()
    if (row?.status === 'queued') pauses.push((row.next_at.getTime() - world.now().getTime()) / 1000)
    world.pass(DAY_MS)
  }
  expect(pauses).toEqual([15, 30, 60, 120, 240, 480, 960])
  expect(await world.rows()).toMatchObject([{ status: 'failed', attempts: 8 }])
})

test('one slow hand-over does not hold up the others', async () => {
  for (let count = 0; count < 8; count++) await world.enqueue()
  let release: () => void = () => undefined
  const held = new Promise<void>((done) => {
    release = done
  })
  const { senders } = fakeSender((count) => (count === 1 ? held : undefined))
  const running = world.startWorker({ senders }).runOnce()
  await expect.poll(async () => (await world.rows()).filter((row) => row.status === 'sent').length).toBe(7)
  release()
  await running
})

test('SMS and mail leave by their own ways, and what has none waits', async () => {
  await world.enqueue(SMS)
  await world.enqueue()
  const [email, sms] = [fakeSender(() => undefined), fakeSender(() => undefined)]
  await world.startWorker({ senders: { email: email.sender, sms: sms.sender } }).runOnce()
  expect([email.ids.length, sms.ids.length]).toEqual([1, 1])
  await world.enqueue(SMS)
  await world.startWorker({ senders: { email: email.sender, sms: null } }).runOnce()
  expect((await world.rows()).map((row) => row.status).sort()).toEqual(['queued', 'sent', 'sent'])
})

test('T1: OUTBOX_DIR alone takes mail and SMS, one whole file a message, in the documented shape', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'vestibule-outbox-'))
  const mail = { ...MAIL, code: '123456' }
  await world.enqueue({ ...mail, from: { name: 'Clinic', address: null } })
  await world.enqueue(SMS)
  await world.startWorker({ outboxDir: dir, senders: NO_SENDERS }).runOnce()
  const files = readdirSync(dir).map((file) => JSON.parse(readFileSync(join(dir, file), 'utf8')))
  expect(files).toHaveLength(2)
  expect(files).toEqual(expect.arrayContaining([mail, SMS]))
  expect(await world.rows()).toMatchObject([{ status: 'sent' }, { status: 'sent' }])
  rmSync(dir, { recursive: true })
})

test('T1: a folder that cannot be written keeps the message for later, and nothing is sent without its file', async () => {
  await world.enqueue()
  await world.startWorker({ outboxDir: '/dev/null/canary' }).runOnce()
  expect(world.mailbox.arrived).toEqual([])
  expect(await world.rows()).toMatchObject([{ status: 'queued', last_error: 'Error ENOTDIR', handed_at: null }])
})

test('without SMTP_URL and OUTBOX_DIR mail stays queued and the log says so', async () => {
  await world.enqueue()
  await world.startWorker({ senders: NO_SENDERS }).runOnce()
  expect(await world.rows()).toMatchObject([{ status: 'queued', attempts: 0 }])
  expect(world.captured.text()).toContain('mail stays queued')
})

test('a message that cannot be opened is not handed over', async () => {
  await world.enqueue()
  await world.database.db
    .updateTable('outbox_message')
    .set({ to_sealed: Buffer.from('canary') })
    .execute()
  const { ids, senders } = fakeSender(() => {
    throw new TemporaryFailure('x')
  })
  await world.startWorker({ senders }).runOnce()
  world.pass(MINUTE_MS)
  expect(ids).toEqual([])
  expect(await world.rows()).toMatchObject([{ status: 'queued' }])
})
