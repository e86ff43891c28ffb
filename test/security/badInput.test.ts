import { Agent } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeProcedures } from '../../server/app/describeProcedures'
import { type RawAnswer, rawRequest } from '../support/httpApp'
import { expectPlainRefusal } from './support/answers'
import { BAD_TEXTS, spoiled } from './support/badInputs'
import { join, openLink, pushInvite } from './support/calls'
import { addClinic, addDesk, addParticipant, type Desk, type Desks, proofHeaders } from './support/people'
import { samples, type Targets } from './support/samples'
import { openSite, PORTAL_ORIGIN, type Site } from './support/servers'
import { snapshot } from './support/snapshot'

const described = describeProcedures()
const procedures = [
  ...described.staff.map((entry) => ({ ...entry, side: 'staff' as const, name: `staff.${entry.path}` })),
  ...described.portal.map((entry) => ({ ...entry, side: 'portal' as const, name: `portal.${entry.path}` })),
]
type Procedure = (typeof procedures)[number]
/** Judged item by item (Y9): the request is fine, its items are not. */
const JUDGES_ITEMS = 'staff.sync.push'
/** What looks spoiled and is not: a null that means "none"; a field that zod drops and nothing ever reads. */
const ALLOWED = new Set([
  'portal.accessLog.list null as before',
  'portal.accessLog.list the largest number as before',
  'portal.invite.askAgain null as token',
  'portal.security.setAppLock null as minutes',
  'staff.settings.saveLogo null as logo',
  'staff.sync.report null as bytes',
  'staff.sync.report null as oldestUnsentSeconds',
  'staff.sync.pull the largest number as witnessCount',
  'staff.sync.push an extra __proto__ in items.0',
])

let site: Site
let desks: Desks
let caller: Desk
let target: Targets
let cookies: Readonly<Record<string, string>> = {}

beforeAll(async () => {
  site = await openSite()
  desks = await addClinic(site.database)
  caller = desks.admin
  const people = [0, 1, 2].map(async () => await addParticipant(site.database, desks))
  const [first = '', second = '', third = ''] = await Promise.all(people)
  const { inviteId, token } = await pushInvite(site.port, caller, third)
  const { deviceId } = await addDesk(site.database, 'staff', 'spare@alder.example')
  target = { participantId: third, inviteId, token, deviceId }
  cookies = {
    pre_consent: await join(site.port, caller, first, 'a@example.org', false),
    portal: await join(site.port, caller, second, 'b@example.org'),
    invite: await openLink(site.port, token),
  }
})
beforeEach(() => site.forgetRates())
afterAll(async () => {
  agent.destroy()
  await site.stop()
})
/** Thousands of requests: most of them share a few connections. */
const agent = new Agent({ keepAlive: true, maxSockets: 6 })

interface Sent {
  readonly method: string
  readonly path: string
  readonly body?: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

/** Sent by somebody who may: what is refused is refused for what it says. */
async function send(
  { side, audience }: Procedure,
  { method, path, body = '', headers = {} }: Sent,
): Promise<RawAnswer> {
  const full = `/api/${side}/${path}`
  const text = typeof body === 'string' ? body : body.toString()
  const proof = side === 'staff' ? proofHeaders(caller, method, full, text, caller.session) : {}
  const cookie = cookies[audience] ?? cookies.portal ?? ''
  const own = side === 'staff' ? proof : { origin: PORTAL_ORIGIN, cookie }
  const length = String(Buffer.byteLength(body))
  const all = { 'content-type': 'application/json', 'content-length': length, ...own, ...headers }
  const isShort = method !== 'TRACE' && Buffer.byteLength(body) < 20_000
  return await rawRequest(site.port, full, { method, body, headers: all, ...(isShort ? { agent } : {}) })
}

async function sendText(procedure: Procedure, text: string): Promise<RawAnswer> {
  if (procedure.kind === 'mutation') return await send(procedure, { method: 'POST', path: procedure.path, body: text })
  return await send(procedure, { method: 'GET', path: `${procedure.path}?input=${encodeURIComponent(text)}` })
}

const sampleOf = ({ name }: Procedure) => samples(target)[name]
/** Node itself ends longer request lines with 431. */
const fits = (procedure: Procedure, text: string) =>
  procedure.kind === 'mutation' || encodeURIComponent(text).length < 12_000

/** One after another in six rows at once; the rates of an address are forgotten often enough for none to be reached. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += 18) {
    await site.forgetRates()
    const some = items.slice(at, at + 18)
    const rows = [0, 1, 2, 3, 4, 5].map((row) => some.filter((_, index) => index % 6 === row))
    await Promise.all(
      rows.map(async (row) => {
        for (const item of row) await work(item)
      }),
    )
  }
}

test.each(
  procedures,
)('H2, G2, Q1, W6: $name refuses all that is no input of its, whatever the form, and nothing changes', async (procedure) => {
  const before = await snapshot(site.database)
  await refusesTexts(procedure)
  await refusesFieldsAndValues(procedure)
  await refusesBytes(procedure)
  await refusesMethods(procedure)
  await refusesOddAddresses(procedure)
  await refusesFloods(procedure)
  expect(await snapshot(site.database)).toEqual(before)
})

async function refusesTexts(procedure: Procedure): Promise<void> {
  await each(
    BAD_TEXTS.filter(({ text }) => fits(procedure, text)),
    async ({ name, text }) => {
      expectPlainRefusal(await sendText(procedure, text), `${name} ${text.slice(0, 80)}`)
    },
  )
}

async function refusesFieldsAndValues(procedure: Procedure): Promise<void> {
  const wrong = spoiled(sampleOf(procedure) ?? {}).filter(
    ({ name, text }) => fits(procedure, text) && !ALLOWED.has(`${procedure.name} ${name}`),
  )
  await each(wrong, async ({ name, text }) => {
    const answer = await sendText(procedure, text)
    if (procedure.name === JUDGES_ITEMS && answer.status === 200) expect(answer.body, name).toContain('"malformed"')
    else expectPlainRefusal(answer, `${name} ${text.slice(0, 160)}`)
  })
}

const BROKEN_TEXT = '{"email":"\xff\xfe","password":"\xc3\x28","token":"\xed\xa0\x80","code":"\xff"}'
const OTHER_TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'application/json; charset=utf-16',
  'application/jsonp',
]

async function refusesBytes(procedure: Procedure): Promise<void> {
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    send(procedure, { method: 'POST', path: procedure.path, body, headers })
  const limit = procedure.name === JUDGES_ITEMS ? 5_242_880 : 1_048_576
  expect(expectPlainRefusal(await post(`"${'x'.repeat(limit)}"`))).toBe('TOO_LARGE')
  expectPlainRefusal(await post(Buffer.from(BROKEN_TEXT, 'latin1')))
  await each(OTHER_TYPES, async (type) => {
    expect([type, expectPlainRefusal(await post('{}', { 'content-type': type }))]).toEqual([type, 'WRONG_MEDIA_TYPE'])
  })
  expectPlainRefusal(await post('{}', { 'content-encoding': 'gzip' }))
}

async function refusesMethods(procedure: Procedure): Promise<void> {
  const input = JSON.stringify(sampleOf(procedure)) ?? ''
  const others = procedure.kind === 'mutation' ? ['GET', 'PUT', 'PATCH', 'DELETE'] : ['POST', 'PUT', 'PATCH', 'DELETE']
  await each(others, async (method) => {
    const query = method === 'GET' ? `?input=${encodeURIComponent(input)}` : ''
    const body = method === 'GET' ? '' : input
    const answer = await send(procedure, { method, path: `${procedure.path}${query}`, body })
    expect([method, expectPlainRefusal(answer, method)]).toEqual([method, 'WRONG_METHOD'])
  })
  await each(['HEAD', 'OPTIONS', 'TRACE'], async (method) => {
    expect((await send(procedure, { method, path: procedure.path })).status).toBeLessThan(500)
  })
}

/** Floods of calls, and batches where it must come alone. */
async function refusesFloods(procedure: Procedure): Promise<void> {
  const { path, kind, batchable } = procedure
  const method = kind === 'mutation' ? 'POST' : 'GET'
  const both = encodeURIComponent(JSON.stringify({ 0: sampleOf(procedure), 1: sampleOf(procedure) }))
  const ask = (names: string, query: string, body = '{}') =>
    send(procedure, { method, path: `${names}${query}`, ...(kind === 'mutation' ? { body } : {}) })
  await each([',', '%2C', '%2c'], async (comma) => {
    const eleven = await ask(Array(11).fill(path).join(comma), '?batch=1&input={}')
    expect(expectPlainRefusal(eleven)).toBe('INVALID_INPUT')
    const flood = await ask(comma.repeat(1_900), '?batch=1')
    expect(expectPlainRefusal(flood)).toBe('INVALID_INPUT')
    if (!batchable) {
      const pair = await ask([path, path].join(comma), `?batch=1&input=${both}`)
      expect(expectPlainRefusal(pair, comma)).toBe('NOT_BATCHABLE')
    }
    expectPlainRefusal(await ask([path, path].join(comma), ''))
  })
}

test('Q1: what the list calls batchable answers two calls at once', async () => {
  for (const procedure of procedures.filter(({ batchable }) => batchable)) {
    const both = encodeURIComponent(JSON.stringify({ 0: sampleOf(procedure), 1: sampleOf(procedure) }))
    const path = `${procedure.path},${procedure.path}?batch=1&input=${both}`
    expect([procedure.name, (await send(procedure, { method: 'GET', path })).status]).toEqual([procedure.name, 200])
  }
})

/** Doubled and deep queries, streams, encoded and foreign names. */
async function refusesOddAddresses(procedure: Procedure): Promise<void> {
  const { path, kind } = procedure
  const method = kind === 'mutation' ? 'POST' : 'GET'
  const body = kind === 'mutation' ? { body: '{"x":' } : {}
  const deep = `${'['.repeat(200)}${']'.repeat(200)}`
  const good = encodeURIComponent(JSON.stringify(sampleOf(procedure) ?? null))
  const refused = [
    `${path}?input=${deep}&input=${good}`,
    `${path}?input=${good}&input=${deep}`,
    `${path}?inpu%74=${deep}&input=${good}`,
    `${path}?connectionParams=${deep}`,
    `${path}.__proto__`,
    `__proto__.${path}`,
    'constructor.prototype',
    'toString',
    `${path}%00`,
    '%E0%A4%A',
    `%2e%2e/${path}`,
  ]
  await each(refused, async (address) => {
    expectPlainRefusal(await send(procedure, { method, path: address, ...body }), address)
  })
  // Asking for an answer in pieces, whose status is sent before the call is decided, gives an ordinary answer.
  await each(['application/jsonl', 'text/event-stream'], async (accept) => {
    const query = kind === 'mutation' ? '?batch=1' : '?batch=1&input={"0":[]}'
    const input = kind === 'mutation' ? { body: '{"0":[]}' } : {}
    const headers = { 'trpc-accept': accept, accept }
    expectPlainRefusal(await send(procedure, { method, path: `${path}${query}`, headers, ...input }), accept)
  })
}
