import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { inTransaction } from '../../server/platform/database/transaction'
import { createEnqueue } from '../../server/platform/mail/outbox'
import { bundleScript, type ScriptProcess, startScript } from '../support/childProcess'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type MailServer, startMailServer } from './fixtures/mailServer'
import { MAIL, SMS, temporaryFiles } from './fixtures/mailWorld'
import { type Gateway, startGateway } from './fixtures/smsGateway'

/** Hand-overs at a time in one process: three lanes for mail, three for SMS. */
const IN_FLIGHT = 6
const EACH = 24
const MUCH_LATER_SECONDS = 3_600

const files = temporaryFiles()
let script = ''
let database: TestDatabase
let mailbox: MailServer
let gateway: Gateway
const processes: ScriptProcess[] = []

beforeAll(async () => {
  script = await bundleScript('test/platform/fixtures/outboxProcess.ts')
})
beforeEach(async () => {
  database = await createTestDatabase()
  mailbox = await startMailServer()
  gateway = await startGateway()
  setClock(0)
})
afterEach(async () => {
  for (const process of processes.splice(0)) await kill(process)
  await Promise.all([mailbox.close(), gateway.close()])
  await database.drop()
})
afterAll(() => files.remove())

const setClock = (seconds: number) => files.write('clock', String(seconds))

async function startProcess(): Promise<ScriptProcess> {
  const process = startScript(script, {
    DATABASE_URL: database.url,
    SECRETS_DIR: database.secretsDir,
    DATA_DIR: files.dir,
    APP_TEST_HOOKS: '1',
    CLOCK_OFFSET_FILE: `${files.dir}/clock`,
    LOG_LEVEL: 'silent',
    SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`,
    SMS_URL: `twilio://AC1:token@127.0.0.1:${gateway.port}?from=+15550100`,
  })
  processes.push(process)
  await process.ready
  return process
}

async function kill(process: ScriptProcess): Promise<void> {
  process.child.kill('SIGKILL')
  await process.exit
}

/** Mails and SMS; the text of an SMS ends with its number, since Twilio's form carries no id. */
async function enqueueAll(each = EACH): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  const enqueue = createEnqueue(database.secrets)
  for (let count = 0; count < each; count++) {
    const now = new Date()
    for (const message of [MAIL, { ...SMS, text: `Your number is ${count}` }]) {
      const id = await inTransaction(database.db, (tx) => enqueue(tx, { message, now }))
      names.set(id ?? '', message.channel === 'sms' ? message.text : (id ?? ''))
    }
  }
  return names
}

/** Every arrival at the two sinks, by the name of its message. */
function arrivals(): readonly string[] {
  return [...mailbox.arrived, ...gateway.calls.map((call) => new URLSearchParams(call.body).get('Body') ?? '')]
}

async function ended(): Promise<
  readonly { readonly id: string; readonly status: string; readonly why: string | null }[]
> {
  const columns = ['id', 'status', 'last_error as why'] as const
  return await database.db
    .selectFrom('outbox_message')
    .select(columns)
    .where('status', 'in', ['sent', 'failed'])
    .execute()
}

/** No message arrived twice; what counts as sent has arrived; what has not is in doubt, and nothing is left over. */
async function expectNeverTwice(names: ReadonlyMap<string, string>): Promise<{ sent: number; inDoubt: number }> {
  const counts = new Map<string, number>()
  for (const name of arrivals()) counts.set(name, (counts.get(name) ?? 0) + 1)
  expect([...counts].filter(([, count]) => count > 1)).toEqual([])
  const rows = await ended()
  expect(rows).toHaveLength(names.size)
  const sent = rows.filter((row) => row.status === 'sent')
  expect(sent.filter((row) => counts.get(names.get(row.id) ?? '') !== 1)).toEqual([])
  const failed = rows.filter((row) => row.status === 'failed')
  expect(new Set(failed.map((row) => row.why))).toEqual(new Set(failed.length > 0 ? ['in_doubt'] : []))
  return { sent: sent.length, inDoubt: failed.length }
}

const untilEnded = (count: number) =>
  expect.poll(async () => (await ended()).length, { timeout: 60_000, interval: 50 }).toBe(count)

test('T5: two processes on one outbox, one killed in the middle of six hand-overs: no id arrives twice, every other arrives', async () => {
  const names = await enqueueAll()
  let release: () => void = () => undefined
  let hold = Promise.resolve()
  mailbox.pause = gateway.pause = async () => {
    await sleep(20)
    await hold
  }
  const [first] = await Promise.all([startProcess(), startProcess()])
  await expect.poll(() => arrivals().length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(IN_FLIGHT)
  hold = new Promise((done) => {
    release = done
  })
  // Both stand with all their hand-overs arrived and unanswered.
  await expect
    .poll(async () => arrivals().length - (await ended()).length, { timeout: 60_000, interval: 20 })
    .toBe(2 * IN_FLIGHT)
  await kill(first)
  release()
  await untilEnded(names.size - IN_FLIGHT)
  setClock(MUCH_LATER_SECONDS)
  await untilEnded(names.size)
  expect(await expectNeverTwice(names)).toEqual({ sent: names.size - IN_FLIGHT, inDoubt: IN_FLIGHT })
}, 150_000)

test('T5: two processes that race for each message of a long queue send every one exactly once', async () => {
  const names = await enqueueAll(150)
  await Promise.all([startProcess(), startProcess()])
  await untilEnded(names.size)
  expect(await expectNeverTwice(names)).toEqual({ sent: names.size, inDoubt: 0 })
}, 150_000)

test('T5: killed again and again at any moment, with leases running out under the living, nothing arrives twice', async () => {
  const names = await enqueueAll()
  mailbox.pause = gateway.pause = async () => await sleep(120)
  let [older, newer] = await Promise.all([startProcess(), startProcess()])
  for (const [round, ms] of [150, 40, 210, 90].entries()) {
    await sleep(ms)
    await kill(older)
    // The other process is in the middle of hand-overs whose leases end now.
    setClock(MUCH_LATER_SECONDS * (round + 1))
    older = newer
    newer = await startProcess()
  }
  await expect
    .poll(
      async () => {
        setClock(MUCH_LATER_SECONDS * 100)
        return (await ended()).length
      },
      { timeout: 60_000, interval: 100 },
    )
    .toBe(names.size)
  const { sent } = await expectNeverTwice(names)
  expect(sent).toBeGreaterThan(0)
}, 150_000)
