import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Delivery } from '../../server/platform/mail/delivery'
import type { Message, Sender } from '../../server/platform/mail/message'
import { slowness } from '../support/slowness'
import { TEST_CERTIFICATE, TEST_CERTIFICATE_KEY } from './fixtures/certificate'
import { deliveryFrom, need, outcomeOf, SMS } from './fixtures/mailWorld'
import { type Gateway, startGateway } from './fixtures/smsGateway'

const SECRET = 'canary-secret-of-the-webhook-0123456789'
const NOW = new Date('2026-03-01T12:00:00.900Z')
const UNIX = 1_772_366_400
let gateway: Gateway
const open: Delivery[] = []

beforeEach(async () => {
  gateway = await startGateway()
})
afterEach(async () => {
  for (const delivery of open.splice(0)) delivery.close()
  await gateway.close()
})

function senderFor(env: Readonly<Record<string, string>>, smsTimeoutMs = 5_000): Sender {
  const delivery = deliveryFrom(env, { smsTimeoutMs, clock: { now: () => NOW } })
  open.push(delivery)
  return need(delivery.sms)
}

const twilioUrl = (port = gateway.port) => `twilio://AC0123:to%25ken%2Fcanary@127.0.0.1:${port}?from=+15550100`
const twilio = (timeoutMs?: number) => senderFor({ SMS_URL: twilioUrl() }, timeoutMs)
const webhook = (timeoutMs?: number) =>
  senderFor({ SMS_URL: `http://127.0.0.1:${gateway.port}/sms?clinic=1`, SMS_WEBHOOK_SECRET: SECRET }, timeoutMs)
const KINDS = [
  ['twilio', twilio],
  ['webhook', webhook],
] as const
const send = async (sender: Sender, message: Message = SMS) => await outcomeOf(sender.deliver('id-7', message))
const onlyCall = () => {
  const [call, ...more] = gateway.calls
  if (call === undefined || more.length > 0) throw new Error(`${gateway.calls.length} calls`)
  return call
}

test('twilio: a form with number, sender and text, to the account, with its token', async () => {
  const text = 'Votre code : 402913 & été + 1'
  expect(await send(twilio(), { ...SMS, text })).toBe('sent')
  const { method, path, headers, body } = onlyCall()
  expect([method, path]).toEqual(['POST', '/2010-04-01/Accounts/AC0123/Messages.json'])
  expect(headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect(headers.authorization).toBe(`Basic ${Buffer.from('AC0123:to%ken/canary').toString('base64')}`)
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual({ To: '+15550123', From: '+15550100', Body: text })
})

test('webhook: JSON with the id, signed so that the receiver can check it by itself', async () => {
  expect(await send(webhook())).toBe('sent')
  const { method, path, headers, body } = onlyCall()
  expect([method, path, headers['content-type']]).toEqual(['POST', '/sms?clinic=1', 'application/json'])
  expect(headers['idempotency-key']).toBe('id-7')
  expect(JSON.parse(body)).toEqual({ id: 'id-7', to: '+15550123', text: SMS.text })
  const { t, v1 } = /^t=(?<t>\d+),v1=(?<v1>[0-9a-f]{64})$/.exec(String(headers['x-vestibule-signature']))?.groups ?? {}
  expect(Number(t)).toBe(UNIX)
  const own = (key: string, over: string) => createHmac('sha256', key).update(over, 'utf8').digest()
  const given = Buffer.from(v1 ?? '', 'hex')
  expect(timingSafeEqual(given, own(SECRET, `${t}.${body}`))).toBe(true)
  expect(given.equals(own(SECRET, `${t}.${body.replace('402913', '402914')}`))).toBe(false)
  expect(given.equals(own(SECRET, `${UNIX + 1}.${body}`))).toBe(false)
  expect(headers.authorization).toBeUndefined()
})

test('only the webhook may be asked twice', () => {
  expect([twilio().idempotent, webhook().idempotent]).toEqual([false, true])
})

test.each(KINDS)('%s: 2xx is accepted; 429 and 5xx come again; 4xx and redirects do not', async (_name, make) => {
  const outcomes: Record<number, string> = {}
  for (const status of [200, 202, 204, 301, 307, 400, 401, 404, 408, 429, 500, 503]) {
    const headers = { Location: `http://127.0.0.1:${gateway.port}/elsewhere` }
    gateway.answers.push({ status, headers, body: 'canary +15550123 402913' })
    outcomes[status] = await send(make())
  }
  expect(outcomes).toEqual({
    200: 'sent',
    202: 'sent',
    204: 'sent',
    301: 'PermanentFailure: HTTP 301',
    307: 'PermanentFailure: HTTP 307',
    400: 'PermanentFailure: HTTP 400',
    401: 'PermanentFailure: HTTP 401',
    404: 'PermanentFailure: HTTP 404',
    408: 'TemporaryFailure: HTTP 408',
    429: 'TemporaryFailure: HTTP 429',
    500: 'TemporaryFailure: HTTP 500',
    503: 'TemporaryFailure: HTTP 503',
  })
  expect(gateway.calls.map((call) => call.path)).not.toContain('/elsewhere')
  expect(gateway.calls).toHaveLength(12)
})

test('twilio: its number for what is wrong is kept, its words are not', async () => {
  const body = JSON.stringify({ code: 21211, message: "The 'To' number +15550123 is not valid: canary", status: 400 })
  gateway.answers.push({ status: 400, body }, { status: 400, body: '{"code": "canary"}' }, 'endless')
  expect(await send(twilio())).toBe('PermanentFailure: HTTP 400 code 21211')
  expect(await send(twilio())).toBe('PermanentFailure: HTTP 400')
  // More than 64 KiB is not read on.
  expect(await send(twilio())).toBe('PermanentFailure: HTTP 400')
})

test.each(KINDS)('%s: a request that left and was never answered is in doubt', async (_name, make) => {
  gateway.answers.push('cut', 'silence')
  expect(await send(make())).toBe('InDoubtFailure: ECONNRESET after the request')
  const from = performance.now()
  expect(await send(make(150))).toBe('InDoubtFailure: ETIMEDOUT after the request')
  expect((performance.now() - from) / slowness()).toBeLessThan(2_000)
  expect(gateway.calls).toHaveLength(2)
})

test.each(KINDS)('%s: an answer that breaks off after its status counts by its status', async (_name, make) => {
  gateway.answers.push('cut in the body')
  expect(await send(make())).toBe('sent')
})

test.each(KINDS)('%s: nobody there is known not to have it', async (_name, make) => {
  const sender = make()
  await gateway.close()
  expect(await send(sender)).toBe('TemporaryFailure: ECONNREFUSED')
})

test('a gateway that takes the connection and never shakes hands is known not to have it', async () => {
  const mute = createServer(() => undefined)
  await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done))
  const address = mute.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const env = { SMS_URL: `https://127.0.0.1:${port}/sms`, SMS_WEBHOOK_SECRET: SECRET }
  expect(await send(senderFor(env, 150))).toBe('TemporaryFailure: ETIMEDOUT')
  mute.close()
})

test('a gateway with a certificate of nobody known gets nothing', async () => {
  const secure = await startGateway({ cert: TEST_CERTIFICATE, key: TEST_CERTIFICATE_KEY })
  const env = { SMS_URL: `https://127.0.0.1:${secure.port}/sms`, SMS_WEBHOOK_SECRET: SECRET }
  expect(await send(senderFor(env))).toBe('TemporaryFailure: DEPTH_ZERO_SELF_SIGNED_CERT')
  expect(secure.calls).toEqual([])
  await secure.close()
})

test('twilio over the network is https, whatever else is written', async () => {
  const secure = await startGateway({ cert: TEST_CERTIFICATE, key: TEST_CERTIFICATE_KEY })
  const url = twilioUrl(secure.port).replace('127.0.0.1', '127.0.0.2')
  expect(await send(senderFor({ SMS_URL: url }))).toMatch(/^TemporaryFailure: (ECONNREFUSED|DEPTH_ZERO)/)
  expect(await send(senderFor({ SMS_URL: twilioUrl().replace('127.0.0.1', '127.0.0.2') }))).toMatch(/^TemporaryFailure/)
  expect([secure.calls, gateway.calls]).toEqual([[], []])
  await secure.close()
})

test('closing ends what is under way', async () => {
  gateway.answers.push('silence')
  const sending = send(twilio())
  await expect.poll(() => gateway.calls.length).toBe(1)
  open[0]?.close()
  expect(await sending).toBe('InDoubtFailure: ECLOSED after the request')
})
