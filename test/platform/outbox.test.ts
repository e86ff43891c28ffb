import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '../../server/platform/database/transaction'
import type { Delivery } from '../../server/platform/mail/delivery'
import type { Message, Sender } from '../../server/platform/mail/message'
import { InDoubtFailure, TemporaryFailure } from '../../server/platform/mail/message'
import { createEnqueue } from '../../server/platform/mail/outbox'
import { claimNext, finish, markHanded, putBack } from '../../server/platform/mail/outboxRows'
import { type OutboxWorker, type OutboxWorkerOptions, startOutboxWorker } from '../../server/platform/mail/outboxWorker'
import { captureLog } from '../support/httpApp'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type MailServer, startMailServer } from './fixtures/mailServer'
import { deliveryFrom, MAIL, SMS } from './fixtures/mailWorld'

let database: TestDatabase
let mailbox: MailServer
let delivery: Delivery
let now: Date
const captured = captureLog()
const workers: OutboxWorker[] = []
const MINUTE_MS = 60_000
const NONE = { email: null, sms: null }

function startWorker(options: Partial<OutboxWorkerOptions> = {}): OutboxWorker {
  const worker = startOutboxWorker({
    db: database.db,
    sealing: database.secrets,
    clock: { now: () => now },
    log: captured.log,
    senders: delivery,
    outboxDir: null,
    ...options,
  })
  workers.push(worker)
  return worker
}

const enqueue = (dedupeKey?: string, message: Message = MAIL) =>
  inTransaction(database.db, (tx) =>
    createEnqueue(database.secrets)(tx, {
      message,
      now,
      ref: { kind: 'invite', id: 'i1' },
      ...(dedupeKey ? { dedupeKey } : {}),
    }),
  )
const rows = () => database.db.selectFrom('outbox_message').selectAll().execute()
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms)
}

/** A way out that does what the test says and counts. */
function fakeSender(deliver: (id: string, count: number) => Promise<void> | void, idempotent = false) {
  const ids: string[] = []
  const sender: Sender = {
    idempotent,
    longestMs: 10_000,
    async deliver(id) {
      ids.push(id)
      await deliver(id, ids.length)
    },
  }
  return { ids, senders: { email: sender, sms: sender } }
}

/** What `onGivenUp` was told. */
function hearGivenUp() {
  const told: unknown[] = []
  return {
    told,
    onGivenUp: async (_tx: unknown, { ref, reason }: { ref: unknown; reason?: string }) =>
      void told.push({ ref, reason }),
  }
}

beforeEach(async () => {
  now = new Date('2026-03-01T12:00:00Z')
  database = await createTestDatabase()
  mailbox = await startMailServer()
  delivery = deliveryFrom({ SMTP_URL: `smtp://127.0.0.1:${mailbox.port}` })
})
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop()
  delivery.close()
  await mailbox.close()
  await database.drop()
})

test('a message is stored sealed, sent once, and erased with its address', async () => {
  const id = await enqueue()
  expect(JSON.stringify(await rows())).not.toMatch(/canary/)
  expect(Buffer.concat((await rows()).flatMap((row) => [row.body_sealed ?? Buffer.alloc(0)])).includes('canary')).toBe(
    false,
  )
  const worker = startWorker()
  await worker.runOnce()
  await worker.runOnce()
  expect(mailbox.mails).toHaveLength(1)
  expect(mailbox.mails[0]?.raw).toContain('To: canary@example.org')
  expect(mailbox.mails[0]?.raw).toContain(`Message-ID: <${id}@example.org>`)
  expect(await rows()).toMatchObject([
    { status: 'sent', attempts: 1, to_sealed: null, body_sealed: null, sent_at: now },
  ])
})

test('a message whose event was rolled back does not exist', async () => {
  await inTransaction(database.db, async (tx) => {
    await createEnqueue(database.secrets)(tx, { message: MAIL, now })
    throw new Error('no')
  }).catch(() => undefined)
  expect(await rows()).toEqual([])
})

test('the same key twice has the effect of once', async () => {
  expect(await enqueue('invite/1')).not.toBeNull()
  expect(await enqueue('invite/1')).toBeNull()
  await startWorker().runOnce()
  expect(mailbox.mails).toHaveLength(1)
})

test('T5: four workers over 30 messages send each exactly once', async () => {
  for (let count = 0; count < 30; count++) await enqueue()
  await Promise.all([1, 2, 3, 4].map(() => startWorker().runOnce()))
  expect(mailbox.mails).toHaveLength(30)
  expect(new Set(mailbox.mails.map((mail) => /Message-ID: (\S+)/i.exec(mail.raw)?.[1])).size).toBe(30)
})

test('a mail refused for now is repeated after a pause under the same Message-ID', async () => {
  const id = await enqueue()
  mailbox.refusals.push(451)
  const worker = startWorker()
  await worker.runOnce()
  expect(await rows()).toMatchObject([
    { status: 'queued', attempts: 1, handed_at: null, last_error: 'EENVELOPE 451 4.2.0' },
  ])
  await worker.runOnce()
  expect(mailbox.mails).toHaveLength(0)
  pass(16_000)
  await worker.runOnce()
  expect(mailbox.mails).toHaveLength(1)
  expect(mailbox.mails[0]?.raw).toContain(`<${id}@example.org>`)
})

test('a mailbox that does not exist ends the message at once and tells its subject', async () => {
  await enqueue()
  mailbox.refusals.push(550)
  const { told, onGivenUp } = hearGivenUp()
  await startWorker({ onGivenUp }).runOnce()
  expect(told).toEqual([{ ref: { kind: 'invite', id: 'i1' }, reason: 'EENVELOPE 550 4.2.0' }])
  expect(await rows()).toMatchObject([{ status: 'failed', to_sealed: null, body_sealed: null }])
})

test('after eight refusals the message is given up', async () => {
  await enqueue()
  mailbox.refusals.push(...Array(20).fill(451))
  const worker = startWorker()
  for (let day = 0; day < 12; day++) {
    await worker.runOnce()
    pass(86_400_000)
  }
  expect(await rows()).toMatchObject([{ status: 'failed', attempts: 8 }])
})

test('a claim whose process died before the hand-over is taken up after its lease, and not before', async () => {
  await enqueue()
  await database.db
    .updateTable('outbox_message')
    .set({ status: 'sending', attempts: 1, next_at: new Date(now.getTime() + MINUTE_MS) })
    .execute()
  const worker = startWorker()
  await worker.runOnce()
  expect(mailbox.mails).toHaveLength(0)
  pass(MINUTE_MS)
  await worker.runOnce()
  expect(mailbox.mails).toHaveLength(1)
})

test('the mark is committed before anything leaves', async () => {
  await enqueue()
  const seen: unknown[] = []
  const { senders } = fakeSender(async () => {
    seen.push(...(await rows()).map(({ status, handed_at }) => ({ status, handed_at })))
  })
  await startWorker({ senders }).runOnce()
  expect(seen).toEqual([{ status: 'sending', handed_at: now }])
})

test('a process that died in the middle of a hand-over leaves the message in doubt: never sent again, and staff are told', async () => {
  await enqueue()
  const handed = { status: 'sending', attempts: 1, handed_at: now, next_at: new Date(now.getTime() + 1) } as const
  await database.db.updateTable('outbox_message').set(handed).execute()
  pass(2)
  const { told, onGivenUp } = hearGivenUp()
  await startWorker({ onGivenUp }).runOnce()
  expect(mailbox.arrived).toHaveLength(0)
  expect(told).toEqual([{ ref: { kind: 'invite', id: 'i1' }, reason: 'in_doubt' }])
  expect(await rows()).toMatchObject([
    { status: 'failed', last_error: 'in_doubt', to_sealed: null, body_sealed: null, sent_at: null },
  ])
})

test('a line that is cut after DATA is in doubt and not sent again', async () => {
  await enqueue()
  mailbox.verdicts.push('cut')
  const { told, onGivenUp } = hearGivenUp()
  const worker = startWorker({ onGivenUp })
  for (let day = 0; day < 3; day++) {
    await worker.runOnce()
    pass(86_400_000)
  }
  expect(mailbox.arrived).toHaveLength(1)
  expect(told).toHaveLength(1)
  expect(await rows()).toMatchObject([{ status: 'failed', last_error: 'in_doubt' }])
})

test('an error that no adapter explains counts as in doubt', async () => {
  await enqueue()
  const { ids, senders } = fakeSender(() => {
    throw new TypeError('canary@example.org is not a function')
  })
  const worker = startWorker({ senders })
  await worker.runOnce()
  pass(86_400_000)
  await worker.runOnce()
  expect(ids).toHaveLength(1)
  expect(await rows()).toMatchObject([{ status: 'failed', last_error: 'in_doubt' }])
})

test('where the other side drops second copies, what is in doubt is repeated under the same id', async () => {
  const id = await enqueue()
  const { ids, senders } = fakeSender((_id, count) => {
    if (count < 3) throw new InDoubtFailure('ECONNRESET after the request')
  }, true)
  const worker = startWorker({ senders })
  for (let tries = 0; tries < 3; tries++) {
    await worker.runOnce()
    pass(MINUTE_MS)
  }
  expect(ids).toEqual([id, id, id])
  expect(await rows()).toMatchObject([{ status: 'sent' }])
})

test('who stood still for longer than its lease may not hand over, note or put back any more', async () => {
  await enqueue()
  const { db } = database
  const claim = async () => {
    const row = await claimNext(db, 'email', now, MINUTE_MS)
    if (row === undefined) throw new Error('nothing was due')
    return row
  }
  const first = await claim()
  pass(MINUTE_MS)
  const second = await claim()
  const lease = { now, leaseMs: MINUTE_MS, once: true }
  expect(await markHanded(db, first, lease)).toBe(false)
  expect(await markHanded(db, second, lease)).toBe(true)
  await putBack(db, first, now, 'late')
  await finish(db, first, { status: 'failed', now, reason: 'late' }, () => Promise.reject(new Error('told twice')))
  expect(await rows()).toMatchObject([{ status: 'sending', attempts: 2, handed_at: now, last_error: null }])
})

test('one slow hand-over does not hold up the others', async () => {
  for (let count = 0; count < 8; count++) await enqueue()
  let release: () => void = () => undefined
  const held = new Promise<void>((done) => {
    release = done
  })
  const { senders } = fakeSender((_id, count) => (count === 1 ? held : undefined))
  const running = startWorker({ senders }).runOnce()
  await expect.poll(async () => (await rows()).filter((row) => row.status === 'sent').length).toBe(7)
  release()
  await running
})

test('SMS and mail leave by their own ways', async () => {
  await enqueue(undefined, SMS)
  await enqueue()
  const [email, sms] = [fakeSender(() => undefined), fakeSender(() => undefined)]
  await startWorker({ senders: { email: email.senders.email, sms: sms.senders.sms } }).runOnce()
  expect([email.ids.length, sms.ids.length]).toEqual([1, 1])
  await enqueue(undefined, SMS)
  await startWorker({ senders: { email: email.senders.email, sms: null } }).runOnce()
  expect((await rows()).map((row) => row.status).sort()).toEqual(['queued', 'sent', 'sent'])
})

test('T1: OUTBOX_DIR alone takes mail and SMS, one whole file a message, in the documented shape', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'vestibule-outbox-'))
  const mail = { ...MAIL, code: '123456' }
  await enqueue(undefined, { ...mail, from: { name: 'Clinic', address: null } })
  await enqueue(undefined, SMS)
  await startWorker({ outboxDir: dir, senders: NONE }).runOnce()
  const files = readdirSync(dir).map((file) => JSON.parse(readFileSync(join(dir, file), 'utf8')))
  expect(files).toHaveLength(2)
  expect(files).toEqual(expect.arrayContaining([mail, SMS]))
  expect(await rows()).toMatchObject([{ status: 'sent' }, { status: 'sent' }])
  rmSync(dir, { recursive: true })
})

test('T1: a folder that cannot be written keeps the message for later, and nothing is sent without its file', async () => {
  await enqueue()
  const worker = startWorker({ outboxDir: '/dev/null/canary' })
  await worker.runOnce()
  expect(mailbox.arrived).toHaveLength(0)
  expect(await rows()).toMatchObject([{ status: 'queued', last_error: 'Error ENOTDIR', handed_at: null }])
})

test('without SMTP_URL and OUTBOX_DIR mail stays queued and the log says so', async () => {
  await enqueue()
  await startWorker({ senders: NONE }).runOnce()
  expect(await rows()).toMatchObject([{ status: 'queued', attempts: 0 }])
  expect(captured.text()).toContain('mail stays queued')
})

test('an id that nobody could open is not handed over', async () => {
  await enqueue()
  await database.db
    .updateTable('outbox_message')
    .set({ to_sealed: Buffer.from('canary') })
    .execute()
  const { ids, senders } = fakeSender(() => {
    throw new TemporaryFailure('x')
  })
  await startWorker({ senders }).runOnce()
  expect(ids).toEqual([])
  expect(await rows()).toMatchObject([{ status: 'queued' }])
})

test('H3: the log of all this holds no address, subject, token or answer of the mail server', () => {
  expect(captured.text()).toContain('message not accepted')
  expect(captured.text()).toContain('after DATA')
  expect(captured.text()).not.toContain('canary')
  expect(captured.text()).not.toMatch(/402913|5550123/)
})
