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
  'portal.invite.askAgain null as token',
  'staff.settings.saveLogo null as logo',
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
}, 40_000)
beforeEach(() => site.forgetRates())
afterAll(() => site.stop())

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
  return await rawRequest(site.port, full, { method, body, headers: all })
}

async function sendText(procedure: Procedure, text: string): Promise<RawAnswer> {
  if (procedure.kind === 'mutation') return await send(procedure, { method: 'POST', path: procedure.path, body: text })
  return await send(procedure, { method: 'GET', path: `${procedure.path}?input=${encodeURIComponent(text)}` })
}

const sampleOf = ({ name }: Procedure) => samples(target)[name]
/** Node itself ends longer request lines with 431. */
const fits = (procedure: Procedure, text: string) =>
  procedure.kind === 'mutation' || encodeURIComponent(text).length < 12_000

test.each(procedures)('H2, G2: $name refuses text that is no input of its, and nothing changes', async (procedure) => {
  const before = await snapshot(site.database)
  for (const { name, text } of BAD_TEXTS) {
    if (fits(procedure, text)) expectPlainRefusal(await sendText(procedure, text), `${name} ${text.slice(0, 80)}`)
  }
  expect(await snapshot(site.database)).toEqual(before)
})

test.each(
  procedures,
)('G2, H2: $name refuses unknown fields and wrong values, and nothing changes', async (procedure) => {
  const before = await snapshot(site.database)
  let sent = 0
  for (const { name, text } of spoiled(sampleOf(procedure) ?? {})) {
    if (!fits(procedure, text) || ALLOWED.has(`${procedure.name} ${name}`)) continue
    if (sent++ % 20 === 0) await site.forgetRates()
    const answer = await sendText(procedure, text)
    if (procedure.name === JUDGES_ITEMS && answer.status === 200) expect(answer.body, name).toContain('"malformed"')
    else expectPlainRefusal(answer, `${name} ${text.slice(0, 160)}`)
  }
  expect(await snapshot(site.database)).toEqual(before)
})

test.each(
  procedures,
)('Q1, H2: $name refuses bytes that are too many, not text, packed or of another kind', async (procedure) => {
  const before = await snapshot(site.database)
  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    send(procedure, { method: 'POST', path: procedure.path, body, headers })
  const limit = procedure.name === JUDGES_ITEMS ? 5_242_880 : 1_048_576
  expect(expectPlainRefusal(await post(`"${'x'.repeat(limit)}"`))).toBe('TOO_LARGE')
  const broken = Buffer.from(
    '{"email":"\xff\xfe","password":"\xc3\x28","token":"\xed\xa0\x80","code":"\xff"}',
    'latin1',
  )
  expectPlainRefusal(await post(broken))
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'application/json; charset=utf-16',
    'application/jsonp',
  ]) {
    expect([type, expectPlainRefusal(await post('{}', { 'content-type': type }))]).toEqual([type, 'WRONG_MEDIA_TYPE'])
  }
  expectPlainRefusal(await post('{}', { 'content-encoding': 'gzip' }))
  expect(await snapshot(site.database)).toEqual(before)
})

test.each(procedures)('W6, H2: $name refuses every other method', async (procedure) => {
  const before = await snapshot(site.database)
  const input = JSON.stringify(sampleOf(procedure)) ?? ''
  const others = procedure.kind === 'mutation' ? ['GET', 'PUT', 'PATCH', 'DELETE'] : ['POST', 'PUT', 'PATCH', 'DELETE']
  for (const method of others) {
    const query = method === 'GET' ? `?input=${encodeURIComponent(input)}` : ''
    const body = method === 'GET' ? '' : input
    const answer = await send(procedure, { method, path: `${procedure.path}${query}`, body })
    expect([method, expectPlainRefusal(answer, method)]).toEqual([method, 'WRONG_METHOD'])
  }
  for (const method of ['HEAD', 'OPTIONS', 'TRACE']) {
    expect((await send(procedure, { method, path: procedure.path })).status).toBeLessThan(500)
  }
  expect(await snapshot(site.database)).toEqual(before)
})

test.each(procedures)('Q1: $name refuses floods of calls, and batches where it must come alone', async (procedure) => {
  const { path, kind, batchable } = procedure
  const before = batchable ? {} : await snapshot(site.database)
  const method = kind === 'mutation' ? 'POST' : 'GET'
  const ask = (names: string, query: string, body = '{}') =>
    send(procedure, { method, path: `${names}${query}`, ...(kind === 'mutation' ? { body } : {}) })
  for (const comma of [',', '%2C', '%2c']) {
    const eleven = await ask(Array(11).fill(path).join(comma), '?batch=1&input={}')
    expect(expectPlainRefusal(eleven)).toBe('INVALID_INPUT')
    const flood = await ask(comma.repeat(1_900), '?batch=1')
    expect(expectPlainRefusal(flood)).toBe('INVALID_INPUT')
    const pair = await ask([path, path].join(comma), '?batch=1&input={}')
    expect(batchable ? pair.status : expectPlainRefusal(pair, comma)).toBe(batchable ? 200 : 'NOT_BATCHABLE')
    const loose = await ask([path, path].join(comma), '')
    expectPlainRefusal(loose)
  }
  // Two reads at once are allowed where the list says so, and a view of a record is an event.
  expect(batchable ? {} : await snapshot(site.database)).toEqual(before)
})

test.each(
  procedures,
)('H2: $name stands odd addresses: doubled and deep queries, streams, encoded and foreign names', async (procedure) => {
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
  for (const address of refused) expectPlainRefusal(await send(procedure, { method, path: address, ...body }), address)
  // Asking for an answer in pieces, whose status is sent before the call is decided, gives an ordinary answer.
  const before = await snapshot(site.database)
  for (const accept of ['application/jsonl', 'text/event-stream']) {
    const query = kind === 'mutation' ? '?batch=1' : '?batch=1&input={"0":[]}'
    const input = kind === 'mutation' ? { body: '{"0":[]}' } : {}
    const headers = { 'trpc-accept': accept, accept }
    expectPlainRefusal(await send(procedure, { method, path: `${path}${query}`, headers, ...input }), accept)
  }
  expect(await snapshot(site.database)).toEqual(before)
})
