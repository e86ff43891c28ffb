import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '../../server/platform/database/transaction'
import type { Message } from '../../server/platform/mail/message'
import { createEnqueue } from '../../server/platform/mail/outbox'
import { type OutboxWorker, type OutboxWorkerOptions, startOutboxWorker } from '../../server/platform/mail/outboxWorker'
import { createSmtpSender, type SmtpSender } from '../../server/platform/mail/smtp'
import { captureLog } from '../support/httpApp'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

const MESSAGE: Message = {
  channel: 'email',
  to: 'canary@example.org',
  subject: 'Your canary invite',
  text: 'Open https://portal.example.org/i/canary-token',
  html: '',
  links: ['https://portal.example.org/i/canary-token'],
}
/** A mail server that answers what the test says and keeps what it accepted. */
interface Mailbox {
  readonly url: string
  readonly mails: string[]
  refusals: number[]
  close(): Promise<void>
}

let database: TestDatabase
let mailbox: Mailbox
let sender: SmtpSender
let now: Date
const captured = captureLog()
const workers: OutboxWorker[] = []

async function startMailbox(): Promise<Mailbox> {
  const state: { mails: string[]; refusals: number[] } = { mails: [], refusals: [] }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      const code = state.refusals.shift()
      done(code === undefined ? null : Object.assign(new Error('not now, canary@example.org'), { responseCode: code }))
    },
    onData(stream, _session, done) {
      let mail = ''
      stream.on('data', (chunk) => {
        mail += String(chunk)
      })
      stream.on('end', () => {
        state.mails.push(mail)
        done()
      })
    },
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return Object.assign(state, {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise<void>((done) => server.close(done)),
  })
}

function startWorker(options: Partial<OutboxWorkerOptions> = {}): OutboxWorker {
  const worker = startOutboxWorker({
    db: database.db,
    sealing: database.secrets,
    clock: { now: () => now },
    log: captured.log,
    deliver: { email: sender.deliver, sms: null },
    outboxDir: null,
    ...options,
  })
  workers.push(worker)
  return worker
}

const enqueue = (dedupeKey?: string) =>
  inTransaction(database.db, (tx) =>
    createEnqueue(database.secrets)(tx, {
      message: MESSAGE,
      now,
      ref: { kind: 'invite', id: 'i1' },
      ...(dedupeKey ? { dedupeKey } : {}),
    }),
  )
const rows = () => database.db.selectFrom('outbox_message').selectAll().execute()

beforeEach(async () => {
  now = new Date('2026-03-01T12:00:00Z')
  database = await createTestDatabase()
  mailbox = await startMailbox()
  sender = createSmtpSender(mailbox.url, 'Clinic <clinic@example.org>')
})
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop()
  sender.close()
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
  expect(mailbox.mails[0]).toContain('To: canary@example.org')
  expect(mailbox.mails[0]).toContain(`Message-ID: <${id}@example.org>`)
  expect(await rows()).toMatchObject([
    { status: 'sent', attempts: 1, to_sealed: null, body_sealed: null, sent_at: now },
  ])
})

test('a message whose event was rolled back does not exist', async () => {
  await inTransaction(database.db, async (tx) => {
    await createEnqueue(database.secrets)(tx, { message: MESSAGE, now })
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

test('four workers over 30 messages send each exactly once', async () => {
  for (let count = 0; count < 30; count++) await enqueue()
  await Promise.all([1, 2, 3, 4].map(() => startWorker().runOnce()))
  expect(mailbox.mails).toHaveLength(30)
  expect(new Set(mailbox.mails.map((mail) => /Message-ID: (\S+)/i.exec(mail)?.[1])).size).toBe(30)
})

test('a mail refused for now is repeated after a pause under the same Message-ID', async () => {
  const id = await enqueue()
  mailbox.refusals.push(451)
  const worker = startWorker()
  await worker.runOnce()
  expect(await rows()).toMatchObject([{ status: 'queued', attempts: 1, last_error: 'EENVELOPE 451' }])
  await worker.runOnce()
  expect(mailbox.mails).toHaveLength(0)
  now = new Date(now.getTime() + 16_000)
  await worker.runOnce()
  expect(mailbox.mails).toHaveLength(1)
  expect(mailbox.mails[0]).toContain(`<${id}@example.org>`)
})

test('a mailbox that does not exist ends the message at once and tells its subject', async () => {
  await enqueue()
  mailbox.refusals.push(550)
  const given: unknown[] = []
  await startWorker({
    onGivenUp: async (_tx, outcome) => {
      given.push(outcome.ref)
    },
  }).runOnce()
  expect(given).toEqual([{ kind: 'invite', id: 'i1' }])
  expect(await rows()).toMatchObject([{ status: 'failed', to_sealed: null, body_sealed: null }])
})

test('after eight refusals the message is given up', async () => {
  await enqueue()
  mailbox.refusals.push(...Array(20).fill(451))
  const worker = startWorker()
  for (let day = 0; day < 12; day++) {
    await worker.runOnce()
    now = new Date(now.getTime() + 86_400_000)
  }
  expect(await rows()).toMatchObject([{ status: 'failed', attempts: 8 }])
})

test('a claim whose process died is taken up after its lease, and not before', async () => {
  await enqueue()
  await database.db
    .updateTable('outbox_message')
    .set({ status: 'sending', attempts: 1, next_at: new Date(now.getTime() + 120_000) })
    .execute()
  const worker = startWorker()
  await worker.runOnce()
  expect(mailbox.mails).toHaveLength(0)
  now = new Date(now.getTime() + 121_000)
  await worker.runOnce()
  expect(mailbox.mails).toHaveLength(1)
})

test('T1: OUTBOX_DIR holds one whole file a message, in the documented shape', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'vestibule-outbox-'))
  await inTransaction(database.db, (tx) =>
    createEnqueue(database.secrets)(tx, { message: { ...MESSAGE, code: '123456' }, now }),
  )
  await startWorker({ outboxDir: dir, deliver: { email: null, sms: null } }).runOnce()
  const files = readdirSync(dir)
  expect(files).toHaveLength(1)
  expect(JSON.parse(readFileSync(join(dir, files[0] ?? ''), 'utf8'))).toEqual({ ...MESSAGE, code: '123456' })
  expect(await rows()).toMatchObject([{ status: 'sent' }])
  rmSync(dir, { recursive: true })
})

test('without SMTP_URL and OUTBOX_DIR mail stays queued and the log says so', async () => {
  await enqueue()
  await startWorker({ deliver: { email: null, sms: null } }).runOnce()
  expect(await rows()).toMatchObject([{ status: 'queued', attempts: 0 }])
  expect(captured.text()).toContain('mail stays queued')
})

test('H3: the log of all this holds no address, subject, token or answer of the mail server', () => {
  expect(captured.text()).toContain('message not accepted')
  expect(captured.text()).not.toContain('canary')
})
