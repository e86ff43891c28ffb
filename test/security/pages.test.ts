import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeProcedures } from '../../server/app/describeProcedures'
import { rawRequest } from '../support/httpApp'
import { expectPlainRefusal } from './support/answers'
import { codeOf, cookieFrom, portalCall, SESSION_COOKIE, staffCall } from './support/calls'
import { addClinic, type Desks, PASSWORD } from './support/people'
import { ASK_COOKIE, addRich, allowEveryWay, CHALLENGE_COOKIE, callAs, dataOf, type Rich } from './support/rich'
import { openSite, PORTAL_ORIGIN, type Site } from './support/servers'
import { snapshot } from './support/snapshot'

const pages = describeProcedures().routes.filter(({ kind }) => kind === 'page')
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const TOKEN = 'T'.repeat(43)
let site: Site
let desks: Desks
let robin: Rich

beforeAll(async () => {
  site = await openSite()
  desks = await addClinic(site.database)
  await allowEveryWay(site)
  robin = await addRich(site, desks, 'robin', '0110')
})
beforeEach(async () => {
  await site.forgetRates()
  await site.database.db.deleteFrom('send_budget').execute()
})
afterAll(() => site.stop())

test.each(
  pages,
)('I3 I4 H1: $path is never cached, tells no referrer, loads nothing foreign, and by GET, HEAD and OPTIONS changes nothing', async ({
  path,
}) => {
  const before = await snapshot(site.database)
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    for (const query of ['', `?token=${TOKEN}&next=https://evil.example/`]) {
      const answer = await rawRequest(site.port, `${path}${query}`, { method, headers: { cookie: robin.cookie } })
      const isFine = answer.status < (method === 'OPTIONS' ? 500 : 400)
      expect([path, method, isFine, answer.headers['set-cookie']]).toEqual([path, method, true, undefined])
      expect([answer.headers['referrer-policy'], answer.headers['cache-control']]).toEqual(['no-referrer', 'no-store'])
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.headers.location).toBeUndefined()
      expect(answer.body).not.toMatch(/evil|TTTT|https?:\/\//)
      if (method !== 'OPTIONS') expectOwnSourcesOnly(String(answer.headers['content-security-policy']))
    }
  }
  expect(await snapshot(site.database)).toEqual(before)
})

function expectOwnSourcesOnly(policy: string): void {
  expect(policy).toMatch(/default-src 'none'/)
  expect(policy).toMatch(/frame-ancestors 'none'/)
  expect(policy).not.toMatch(/unsafe|https?:|\*/)
}

test('I3 S2.64: a logo is a picture that may do nothing; another hash, a path and a query find none', async () => {
  const { rev } = await site.database.db.selectFrom('clinic').select('rev').executeTakeFirstOrThrow()
  const input = { expectedRev: Number(rev), logo: { mediaType: 'image/png', base64: PNG } }
  expect(codeOf(await staffCall(site.port, desks.admin, 'settings.saveLogo', 'mutation', input))).toBe('ok')
  const { logoUrl } = dataOf<{ logoUrl: string }>(await portalCall(site.port, 'clinic.public', 'query'))
  const before = await snapshot(site.database)
  const { headers, status } = await rawRequest(site.port, logoUrl, { headers: { cookie: robin.cookie } })
  expect([status, headers['content-type'], headers['set-cookie']]).toEqual([200, 'image/png', undefined])
  expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/)
  expect([headers['x-content-type-options'], headers['referrer-policy']]).toEqual(['nosniff', 'no-referrer'])
  const folder = logoUrl.slice(0, logoUrl.lastIndexOf('/'))
  for (const name of [
    '0'.repeat(64),
    'A'.repeat(64),
    'x',
    '%2e%2e%2fpackage.json',
    '..%5cindex.html',
    '%00',
    '%E0%A4%A',
  ]) {
    const answer = await rawRequest(site.port, `${folder}/${name}`)
    expect([name, expectPlainRefusal(answer), answer.headers['cache-control']]).toEqual([
      name,
      expect.stringMatching(/NOT_FOUND|INVALID_INPUT/),
      'no-store',
    ])
  }
  for (const method of ['POST', 'PUT', 'DELETE']) expectPlainRefusal(await rawRequest(site.port, logoUrl, { method }))
  for (const method of ['HEAD', 'OPTIONS']) {
    const answer = await rawRequest(site.port, logoUrl, { method })
    expect([method, answer.status < 500, answer.body]).toEqual([method, true, expect.not.stringContaining('PNG')])
  }
  expect(await snapshot(site.database)).toEqual(before)
})

const cookiesOf = (answer: { headers: Readonly<Record<string, string | string[] | undefined>> }) =>
  [answer.headers['set-cookie'] ?? []].flat().sort()
const form = (name: string, value: string, seconds: number | string, site: string) =>
  expect.stringMatching(
    new RegExp(`^${name}=${value}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=${site}$`),
  )

test('W1: every cookie is __Host-, Secure, HttpOnly and strict where a link from outside need not carry it', async () => {
  const asked = await portalCall(site.port, 'auth.requestLink', 'mutation', {
    ...{ email: 'nobody@example.org', shared: false, language: 'en' },
  })
  expect(cookiesOf(asked)).toEqual([form(ASK_COOKIE, '[\\w-]{43}', 3600, 'Strict')])
  const first = await portalCall(site.port, 'auth.signIn', 'mutation', { email: robin.email, password: PASSWORD })
  expect(cookiesOf(first)).toEqual([form(CHALLENGE_COOKIE, '[\\w-]{43}', 300, 'Strict')])
  const challenge = cookieFrom(first, CHALLENGE_COOKIE)
  const input = { code: robin.recoveryCodes[5] }
  const second = await portalCall(site.port, 'auth.verifySecond', 'mutation', input, challenge)
  expect(cookiesOf(second)).toEqual([
    form(CHALLENGE_COOKIE, '', 0, 'Strict'),
    form(SESSION_COOKIE, '[\\w-]{43}', 604800, 'Lax'),
  ])
  const lock = await callAs(site, robin, 'security.setAppLock', 'mutation', { minutes: 10 })
  expect(cookiesOf(lock)).toEqual([form(`${SESSION_COOKIE}-lock`, '10', 31536000, 'Strict')])
  const session = cookieFrom(second, SESSION_COOKIE)
  const out = await portalCall(site.port, 'auth.signOut', 'mutation', undefined, session)
  expect(cookiesOf(out)).toEqual([
    form(ASK_COOKIE, '', 0, 'Strict'),
    form(CHALLENGE_COOKIE, '', 0, 'Strict'),
    form(SESSION_COOKIE, '', 0, 'Lax'),
  ])
})

test('Q1: every call of a batch counts against the limit of the address, and an eleventh stops all of them', async () => {
  const { db } = site.database
  const many = (count: number) => Array(count).fill('clinic.public').join(',')
  const ten = await rawRequest(site.port, `/api/portal/${many(10)}?batch=1&input={}`)
  expect([ten.status, JSON.parse(ten.body)]).toEqual([200, expect.objectContaining({ length: 10 })])
  const row = await db.selectFrom('rate_counter').select('count').where('key', 'like', 'address/read/%').execute()
  expect(row.map(({ count }) => Number(count))).toEqual([10])
  expect(expectPlainRefusal(await rawRequest(site.port, `/api/portal/${many(11)}?batch=1&input={}`))).toBe(
    'INVALID_INPUT',
  )
  const begin = performance.now()
  const commas = await rawRequest(site.port, `/api/portal/${','.repeat(1_900)}?batch=1`)
  expect([expectPlainRefusal(commas), performance.now() - begin < 250]).toEqual(['INVALID_INPUT', true])
})

const POISON: Readonly<Record<string, string>> = {
  'x-forwarded-host': 'evil.example',
  'x-forwarded-server': 'evil.example',
  'x-host': 'evil.example',
  'x-original-host': 'evil.example',
  'x-http-host-override': 'evil.example',
  'x-original-url': 'https://evil.example/',
  'x-rewrite-url': '/api/portal/auth.me',
  forwarded: 'for=1.2.3.4;host=evil.example;proto=http',
  'x-forwarded-proto': 'http',
  'x-forwarded-port': '1',
  'x-forwarded-prefix': '//evil.example',
  referer: 'https://evil.example/',
}

test('L3: no header that a visitor sends changes a link in a mail, of any kind that carries one', async () => {
  const { db } = site.database
  await db.deleteFrom('outbox_message').execute()
  const ask = { email: robin.email, language: 'en' }
  for (const [procedure, input] of [
    ['auth.requestLink', { ...ask, shared: false }],
    ['auth.requestReset', ask],
  ] as const)
    expect(codeOf(await portalCall(site.port, procedure, 'mutation', input, '', POISON))).toBe('ok')
  const bodies = await mails(2)
  for (const body of bodies) {
    expect(body).not.toContain('evil')
    const { links } = JSON.parse(body) as { links: string[] }
    expect(links.map((link) => link.slice(0, PORTAL_ORIGIN.length + 1))).toEqual([`${PORTAL_ORIGIN}/`])
    expect(links[0]).toMatch(/\/(link|reset)#[\w-]{43}$/)
  }
})

/** The bodies of the outbox, once there are so many. */
async function mails(count: number): Promise<string[]> {
  const { secrets } = site.servers[0]?.composition.waysIn ?? {}
  for (let tries = 0; tries < 60; tries++) {
    const rows = await site.database.db.selectFrom('outbox_message').selectAll().execute()
    if (rows.length >= count)
      return rows.map(
        ({ id, body_sealed }) => secrets?.open('outbox', body_sealed ?? Buffer.alloc(0), `${id}/body`).toString() ?? '',
      )
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('the messages did not come')
}

test.each([
  ['another host', 'POST /api/portal/auth.requestReset HTTP/1.1', 'evil.example'],
  ['our host with a port', 'POST /api/portal/auth.requestReset HTTP/1.1', 'portal.example.org:8443'],
  ['our host with a dot', 'POST /api/portal/auth.requestReset HTTP/1.1', 'portal.example.org.'],
  ['two hosts', 'POST /api/portal/auth.requestReset HTTP/1.1', 'portal.example.org\r\nHost: evil.example'],
  ['a list of hosts', 'POST /api/portal/auth.requestReset HTTP/1.1', 'portal.example.org, evil.example'],
  ['a whole foreign address', 'POST http://evil.example/api/portal/auth.requestReset HTTP/1.1', 'portal.example.org'],
  ['a whole address of ours', 'POST https://portal.example.org/api/portal/auth.requestReset HTTP/1.1', 'evil.example'],
  ['two slashes', 'POST //evil.example/api/portal/auth.requestReset HTTP/1.1', 'portal.example.org'],
])('L3: %s asks for no mail: 400, 404 or 421, and nothing changes', async (_name, line, host) => {
  const before = await snapshot(site.database)
  const body = JSON.stringify({ email: robin.email, language: 'en' })
  const head = `Origin: ${PORTAL_ORIGIN}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close`
  const answer = await exchange(`${line}\r\nHost: ${host}\r\n${head}\r\n\r\n${body}`)
  expect(answer).toMatch(/^HTTP\/1.1 (400|404|421) /)
  expect(answer).not.toContain('evil')
  expect(await snapshot(site.database)).toEqual(before)
})

async function exchange(bytes: string): Promise<string> {
  return await new Promise((done) => {
    const parts: string[] = []
    const socket = connect(site.port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => parts.push(String(chunk)))
    socket.on('error', () => undefined)
    socket.on('close', () => done(parts.join('')))
  })
}
