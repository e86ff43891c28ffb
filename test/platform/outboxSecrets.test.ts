import { afterEach, expect, test } from 'vitest'
import type { Message } from '../../server/platform/mail/message'
import { startMailServer } from './fixtures/mailServer'
import { deliveryFrom, MAIL, SMS } from './fixtures/mailWorld'
import { createOutboxWorld, hearGivenUp, MINUTE_MS, type OutboxWorld } from './fixtures/outboxWorld'
import { type GatewayAnswer, startGateway } from './fixtures/smsGateway'

const ends: (() => Promise<void>)[] = []
const PERSONAL: Partial<Message> = {
  subject: 'canary subject',
  text: 'canary text 402913',
  html: '<p>canary html</p>',
  links: ['https://portal.example.org/canary'],
}
/** What a careless gateway says back. */
const ECHO = JSON.stringify({ code: 21211, message: "To '+15550123' canary 402913 token-canary secret" })

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** Tries everything that is due until nothing is left, and gives back all that was written anywhere on the way. */
async function everythingWritten(env: Readonly<Record<string, string>>, messages: readonly Message[]): Promise<string> {
  const world: OutboxWorld = await createOutboxWorld()
  ends.push(() => world.end())
  const senders = deliveryFrom(env, { smsTimeoutMs: 200 })
  ends.push(async () => senders.close())
  for (const message of messages) await world.enqueue({ ...message, ...PERSONAL })
  const { told, onGivenUp } = hearGivenUp()
  const worker = world.startWorker({ senders, onGivenUp })
  const errors: string[] = []
  for (let tries = 0; tries < 10; tries++) {
    await worker.runOnce()
    errors.push(...(await world.rows()).map((row) => `${row.status} ${row.last_error}`))
    world.pass(30 * MINUTE_MS)
  }
  expect(told).toHaveLength(messages.length)
  return [world.captured.text(), ...errors, JSON.stringify(told)].join('\n')
}

function expectNothingPersonal(written: string): void {
  expect(written).toContain('message given up')
  expect(written).not.toMatch(/canary|402913|5550123|5550100|example\.org|127\.0\.0\.1/)
}

test('H3: a mail server that repeats address, password and text leaves none of them in the log or the database', async () => {
  const server = await startMailServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: false,
    onAuth: ({ password }, _session, done) =>
      done(Object.assign(new Error(`no: ${password}`), { responseCode: 535 }), undefined),
  })
  ends.push(() => server.close())
  const smtp = (port: number) => ({ SMTP_URL: `smtp://canary-user:canary-password@127.0.0.1:${port}` })
  const refused = await everythingWritten(smtp(server.port), [MAIL])
  expect(refused).toContain('EAUTH 535')
  expectNothingPersonal(refused)
  expectNothingPersonal(await everythingWritten({ SMTP_URL: 'smtp://127.0.0.1:1' }, [MAIL]))
})

test.each(['PermanentFailure', 'cut after DATA'] as const)('H3: %s of a mail tells nothing personal', async (what) => {
  const server = await startMailServer()
  ends.push(() => server.close())
  server.verdicts.push(what === 'PermanentFailure' ? 554 : 'cut')
  expectNothingPersonal(await everythingWritten({ SMTP_URL: `smtp://127.0.0.1:${server.port}` }, [MAIL]))
})

test.each<[string, GatewayAnswer[]]>([
  ['refuses', [{ status: 400, body: ECHO }]],
  ['is busy', Array(9).fill({ status: 503, body: ECHO, headers: { 'X-Echo': 'canary' } })],
  ['redirects', [{ status: 302, headers: { Location: 'http://127.0.0.1/canary' } }]],
  ['breaks off', Array(9).fill('cut')],
  ['is silent', Array(9).fill('silence')],
])('H3: a gateway that %s leaves no number, text, token or secret behind', async (_name, answers) => {
  const gateway = await startGateway()
  ends.push(() => gateway.close())
  const twilio = { SMS_URL: `twilio://ACcanary:token-canary@127.0.0.1:${gateway.port}?from=+15550100` }
  const webhook = {
    SMS_URL: `http://127.0.0.1:${gateway.port}/canary?key=canary`,
    SMS_WEBHOOK_SECRET: 'canary-secret-of-at-least-32-characters',
  }
  gateway.answers.push(...answers)
  expectNothingPersonal(await everythingWritten(twilio, [SMS]))
  gateway.answers.splice(0, gateway.answers.length, ...answers)
  expectNothingPersonal(await everythingWritten(webhook, [SMS]))
})

test('a message in doubt reaches a webhook again under its first key, and Twilio never', async () => {
  const gateway = await startGateway()
  ends.push(() => gateway.close())
  gateway.answers.push('cut')
  const port = String(gateway.port)
  const world = await createOutboxWorld()
  ends.push(() => world.end())
  const id = await world.enqueue(SMS)
  const secret = 'a-secret-of-at-least-32-characters'
  const webhook = deliveryFrom({ SMS_URL: `http://127.0.0.1:${port}/sms`, SMS_WEBHOOK_SECRET: secret })
  const worker = world.startWorker({ senders: webhook })
  await worker.runOnce()
  world.pass(MINUTE_MS)
  await worker.runOnce()
  expect(gateway.calls.map((call) => call.headers['idempotency-key'])).toEqual([id, id])
  gateway.answers.push('cut')
  await world.enqueue(SMS)
  const twilio = deliveryFrom({ SMS_URL: `twilio://AC1:token@127.0.0.1:${port}?from=+15550100` })
  const other = world.startWorker({ senders: twilio })
  await other.runOnce()
  world.pass(MINUTE_MS)
  await other.runOnce()
  expect(gateway.calls).toHaveLength(3)
  expect((await world.rows()).map((row) => row.last_error).sort()).toEqual(['in_doubt', null])
})
