import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { rawRequest } from '../support/httpApp'
import { expectPlainRefusal } from './support/answers'
import {
  codeOf,
  cookieFrom,
  INVITE_COOKIE,
  join,
  openLink,
  portalCall,
  pushInvite,
  registration,
  SESSION_COOKIE,
} from './support/calls'
import { addClinic, addParticipant, type Desks, PASSWORD } from './support/people'
import { openSite, PORTAL_ORIGIN, type Site } from './support/servers'
import { snapshot } from './support/snapshot'

let site: Site
let desks: Desks
let session = ''

beforeAll(async () => {
  site = await openSite()
  desks = await addClinic(site.database)
  session = await join(site.port, desks.admin, await addParticipant(site.database, desks), 'robin@example.org')
})
beforeEach(() => site.forgetRates())
afterAll(() => site.stop())

/** Everything that the server answers to these bytes, as text. */
async function exchange(bytes: string): Promise<string> {
  return await new Promise((done) => {
    const parts: string[] = []
    const socket = connect(site.port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => parts.push(String(chunk)))
    socket.on('error', () => undefined)
    socket.on('close', () => done(parts.join('')))
  })
}

const HOST = 'Host: portal.example.org\r\nConnection: close\r\n'
test.each([
  ['a page', `GET /invite HTTP/1.1\r\n${HOST}\r\n`, 200],
  ['a file', `GET /favicon.svg HTTP/1.1\r\n${HOST}\r\n`, 200],
  ['an asset', `GET /assets/app-1a2b3c.js HTTP/1.1\r\n${HOST}\r\n`, 200],
  ['an asset that is not there', `GET /assets/../../package.json HTTP/1.1\r\n${HOST}\r\n`, 404],
  ['an asset outside its folder', `GET /assets/%2e%2e/index.html HTTP/1.1\r\n${HOST}\r\n`, 404],
  ['a range beyond the end', `GET /assets/app-1a2b3c.js HTTP/1.1\r\nRange: bytes=99-\r\n${HOST}\r\n`, 400],
  ['health', `GET /healthz HTTP/1.1\r\n${HOST}\r\n`, 200],
  ['an answer of the API', `GET /api/portal/clinic.public HTTP/1.1\r\n${HOST}\r\n`, 200],
  ['a HEAD on the API', `HEAD /api/portal/clinic.public HTTP/1.1\r\n${HOST}\r\n`, 204],
  ['a stream refused', `GET /api/live HTTP/1.1\r\n${HOST}\r\n`, 401],
  ['no such procedure', `GET /api/staff/no.such HTTP/1.1\r\n${HOST}\r\n`, 404],
  ['no such address', `GET /nothing HTTP/1.1\r\n${HOST}\r\n`, 404],
  ['another method', `DELETE /api/portal/auth.me HTTP/1.1\r\nContent-Length: 0\r\n${HOST}\r\n`, 405],
  ['a trace', `TRACE /api/staff/auth.me HTTP/1.1\r\n${HOST}\r\n`, 405],
  ['another host', 'GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 421],
  ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 421],
  ['an empty host', 'GET /healthz HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n', 421],
  ['no host in HTTP/1.0', 'GET /healthz HTTP/1.0\r\n\r\n', 421],
  ['another host in the address', `GET http://evil.example/healthz HTTP/1.1\r\n${HOST}\r\n`, 421],
  ['a star', `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, 421],
  ['an odd expectation', `GET /healthz HTTP/1.1\r\nExpect: tea\r\n${HOST}\r\n`, 200],
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['two lengths', `POST /api/portal/auth.me HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n${HOST}\r\n`, 400],
  [
    'length and chunks',
    `POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n${HOST}\r\n0\r\n\r\n`,
    400,
  ],
  ['headers without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n${HOST}\r\n`, 431],
  [
    'a body too large',
    `POST /api/portal/auth.signIn HTTP/1.1\r\nOrigin: ${PORTAL_ORIGIN}\r\nContent-Type: application/json\r\nContent-Length: 1100000\r\n${HOST}\r\n${'x'.repeat(1_100_000)}`,
    413,
  ],
] as const)('H1: %s carries every security header', async (_name, bytes, status) => {
  const text = await exchange(bytes)
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(text).toMatch(/^content-security-policy: [^\r]*frame-ancestors 'none'/im)
  expect(text).not.toMatch(/unsafe-|access-control|x-powered-by|^server:/im)
  expect(text).toMatch(/^x-content-type-options: nosniff\r$/im)
  expect(text).toMatch(/^referrer-policy: no-referrer\r$/im)
  expect(text).toMatch(/^strict-transport-security: max-age=63072000/im)
  const cached = status === 200 && /^GET \/(assets\/app|favicon)/.test(bytes)
  expect(text).toMatch(cached ? /^cache-control: public, max-age=\d{5,}/im : /^cache-control: no-store\r$/im)
  expect(text).not.toMatch(/^set-cookie/im)
})

test('H1: a page carries a fresh nonce each time, and none that a visitor could name', async () => {
  const nonces = new Set<string>()
  for (let visit = 0; visit < 5; visit++) {
    const { headers, body } = await rawRequest(site.port, '/invite?__CSP_NONCE__=mine')
    const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? ''
    expect(body).toContain(`nonce="${nonce}"`)
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(5)
})

const SITES = [undefined, 'same-origin', 'same-site', 'cross-site', 'none'] as const
const ORIGINS = {
  missing: undefined,
  ours: PORTAL_ORIGIN,
  foreign: 'https://evil.example',
  null: 'null',
  'ours by another scheme': 'http://portal.example.org',
  'ours with another port': 'https://portal.example.org:8443',
  'ours as a part': 'https://portal.example.org.evil.example',
} as const
const TYPES = {
  'application/json': true,
  'application/json; charset=utf-8': true,
  'text/plain': false,
  'application/x-www-form-urlencoded': false,
  'multipart/form-data; boundary=x': false,
} as const

test('W6: of all origins, fetch sites and types exactly our own page with JSON may sign somebody out', async () => {
  const before = await snapshot(site.database)
  for (const [name, origin] of Object.entries(ORIGINS)) {
    for (const fetchSite of SITES) {
      for (const [type, isJson] of Object.entries(TYPES)) {
        const ours = fetchSite === undefined || fetchSite === 'same-origin'
        const allowed = ours && (origin === PORTAL_ORIGIN || (name === 'missing' && fetchSite === 'same-origin'))
        if (allowed && isJson) continue
        const headers = { 'content-type': type, ...(fetchSite ? { 'sec-fetch-site': fetchSite } : {}) }
        const all = { ...headers, ...(origin ? { origin } : {}), cookie: session, 'content-length': '0' }
        const answer = await rawRequest(site.port, '/api/portal/auth.signOut', { method: 'POST', headers: all })
        expect([name, fetchSite, type, expectPlainRefusal(answer)]).toEqual([
          name,
          fetchSite,
          type,
          allowed ? 'WRONG_MEDIA_TYPE' : 'WRONG_ORIGIN',
        ])
        expect(answer.headers['set-cookie']).toBeUndefined()
      }
    }
  }
  expect(await snapshot(site.database)).toEqual(before)
  const fetchMetadata = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', cookie: session }
  const call = { method: 'POST', headers: { ...fetchMetadata, 'content-length': '0' } }
  expect((await rawRequest(site.port, '/api/portal/auth.signOut', call)).status).toBe(200)
  const signIn = await portalCall(site.port, 'auth.signIn', 'mutation', {
    email: 'robin@example.org',
    password: PASSWORD,
  })
  session = cookieFrom(signIn, SESSION_COOKIE)
})

test.each([
  ['Host', { host: 'evil.example' }],
  ['Host with our name inside', { host: 'portal.example.org.evil.example' }],
  ['Host with another port', { host: 'portal.example.org:1' }],
  ['Host with a user', { host: 'portal.example.org@evil.example' }],
])('L3: %s that is not ours is answered 421 and reaches nothing', async (_name, headers) => {
  const answer = await rawRequest(site.port, '/api/portal/clinic.public', { headers })
  expect([answer.status, JSON.parse(answer.body).code]).toEqual([421, 'WRONG_HOST'])
  expect(answer.body).not.toContain('evil')
})

test('L3: forwarded names change nothing: neither answers nor links nor the address that is recorded', async () => {
  const forged = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'http',
    'x-forwarded-for': '198.51.100.9',
    'x-real-ip': '198.51.100.9',
    forwarded: 'for=198.51.100.9;host=evil.example',
    'x-original-url': '/api/staff/devices.list',
    'x-http-method-override': 'GET',
  }
  const wrong = { email: 'robin@example.org', password: 'not the one at all' }
  expect(codeOf(await portalCall(site.port, 'auth.signIn', 'mutation', wrong, '', forged))).toBe('SIGN_IN_FAILED')
  const row = await site.database.db
    .selectFrom('audit_log')
    .select(['action', 'address'])
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow()
  expect(row).toEqual({ action: 'portal.sign_in', address: '127.0.0.1' })
  const page = await rawRequest(site.port, '/', { headers: forged })
  expect(page.body + JSON.stringify(page.headers)).not.toContain('evil')
})

test('W1, W3: cookies are __Host-, Secure and HttpOnly; each sign-in makes a new one, ends the old one and accepts none from outside', async () => {
  const participantId = await addParticipant(site.database, desks)
  const { token } = await pushInvite(site.port, desks.admin, participantId)
  const planted = `${SESSION_COOKIE}=${'p'.repeat(43)}`
  const invite = await openLink(site.port, token)
  expect(invite).toMatch(new RegExp(`^${INVITE_COOKIE}=[A-Za-z0-9_-]{43}$`))
  const input = registration('wanda@example.org')
  const accepted = await portalCall(site.port, 'invite.accept', 'mutation', input, `${invite}; ${planted}`)
  const sets = [accepted.headers['set-cookie'] ?? []].flat()
  expect(sets).toEqual([
    expect.stringMatching(/^__Host-vestibule-invite=; Path=\/; Max-Age=0; Secure; HttpOnly; SameSite=Strict$/),
    expect.stringMatching(/^__Host-vestibule=[\w-]{43}; Path=\/; Max-Age=604800; Secure; HttpOnly; SameSite=Lax$/),
  ])
  const first = cookieFrom(accepted, SESSION_COOKIE)
  expect(first).not.toBe(planted)
  const again = await portalCall(
    site.port,
    'auth.signIn',
    'mutation',
    { email: input.email, password: PASSWORD },
    first,
  )
  const second = cookieFrom(again, SESSION_COOKIE)
  expect(second).not.toBe(first)
  const me = async (cookie: string) => codeOf(await portalCall(site.port, 'auth.me', 'query', undefined, cookie))
  expect([await me(first), await me(second), await me(planted)]).toEqual(['NOT_SIGNED_IN', 'ok', 'NOT_SIGNED_IN'])
  expect(await me(`${second}; ${SESSION_COOKIE}=${'q'.repeat(43)}`)).toBe('NOT_SIGNED_IN')
  const out = await portalCall(site.port, 'auth.signOut', 'mutation', undefined, second)
  expect([out.headers['set-cookie']].flat()[0]).toMatch(/^__Host-vestibule=; Path=\/; Max-Age=0; Secure; HttpOnly;/)
  expect(await me(second)).toBe('NOT_SIGNED_IN')
})

test('I3: opening a link, the page and every procedure by GET, HEAD or OPTIONS changes nothing and sets no cookie', async () => {
  const { token } = await pushInvite(site.port, desks.admin, await addParticipant(site.database, desks))
  const before = await snapshot(site.database)
  const input = encodeURIComponent(JSON.stringify({ token }))
  for (const path of [
    '/invite',
    `/invite/${token}`,
    `/invite?token=${token}`,
    `/api/portal/invite.open?input=${input}`,
  ]) {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const answer = await rawRequest(site.port, path, { method, headers: { cookie: session } })
      expect([path, method, answer.status < 500, answer.headers['set-cookie']]).toEqual([path, method, true, undefined])
    }
  }
  expect(await snapshot(site.database)).toEqual(before)
})
