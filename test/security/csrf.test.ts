import { Agent } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeProcedures } from '../../server/app/describeProcedures'
import { rawRequest } from '../support/httpApp'
import { expectPlainRefusal } from './support/answers'
import { cookieFrom, openLink, portalCall, pushInvite } from './support/calls'
import { addClinic, addParticipant, PASSWORD } from './support/people'
import { ASK_COOKIE, addRich, allowEveryWay, CHALLENGE_COOKIE } from './support/rich'
import { samples } from './support/samples'
import { openSite, PORTAL_ORIGIN, type Site } from './support/servers'
import { snapshot } from './support/snapshot'

/** W6 over every mutation of the portal, with a browser that holds every cookie a victim could hold. */
const mutations = describeProcedures().portal.filter(({ kind }) => kind === 'mutation')
const agent = new Agent({ keepAlive: true, maxSockets: 6 })
let site: Site
let cookie = ''
let inputs: Readonly<Record<string, unknown>> = {}

beforeAll(async () => {
  site = await openSite()
  const desks = await addClinic(site.database)
  await allowEveryWay(site)
  const robin = await addRich(site, desks, 'robin', '0110')
  const participantId = await addParticipant(site.database, desks)
  const { inviteId, token } = await pushInvite(site.port, desks.admin, participantId)
  inputs = samples({ participantId, inviteId, deviceId: '', token })
  const { port } = site
  const signIn = await portalCall(port, 'auth.signIn', 'mutation', { email: robin.email, password: PASSWORD })
  const asked = await portalCall(port, 'auth.requestCode', 'mutation', {
    phone: robin.phone,
    shared: false,
    language: 'en',
  })
  const held = [robin.cookie, cookieFrom(signIn, CHALLENGE_COOKIE), cookieFrom(asked, ASK_COOKIE)]
  cookie = [...held, await openLink(port, token)].join('; ')
  // The message is on its way before the first snapshot.
  await new Promise((done) => setTimeout(done, 800))
})
beforeEach(() => site.forgetRates())
afterAll(async () => {
  agent.destroy()
  await site.stop()
})

type Headers = Readonly<Record<string, string>>
const JSON_TYPE = { 'content-type': 'application/json' }
const FOREIGN: Readonly<Record<string, Headers>> = {
  'no origin and no metadata': {},
  'no origin, cross-site': { 'sec-fetch-site': 'cross-site' },
  'no origin, same-site': { 'sec-fetch-site': 'same-site' },
  'no origin, none': { 'sec-fetch-site': 'none' },
  foreign: { origin: 'https://evil.example' },
  null: { origin: 'null' },
  empty: { origin: '' },
  'a subdomain': { origin: 'https://a.portal.example.org' },
  'the parent domain': { origin: 'https://example.org' },
  'ours as a beginning': { origin: 'https://portal.example.org.evil.example' },
  'ours by http': { origin: 'http://portal.example.org' },
  'ours with a port': { origin: 'https://portal.example.org:8443' },
  'ours with a path': { origin: 'https://portal.example.org/' },
  'loopback of another port': { origin: 'http://localhost:1' },
  'foreign that says same-origin': { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
  'ours from a foreign frame': { origin: PORTAL_ORIGIN, 'sec-fetch-site': 'cross-site' },
  'ours as a referrer only': { referer: `${PORTAL_ORIGIN}/home` },
}
const TYPES = [
  undefined,
  'text/plain',
  'text/plain; application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/csp-report',
]

async function send(path: string, method: string, headers: Headers) {
  const text = JSON.stringify(inputs[`portal.${path}`]) ?? ''
  const body = method === 'POST' ? text : ''
  const query = method === 'POST' ? '' : `?input=${encodeURIComponent(text)}`
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  const all = { ...headers, ...length, cookie }
  return await rawRequest(site.port, `/api/portal/${path}${query}`, { method, body, headers: all, agent })
}

test.each(
  mutations,
)('W6: portal.$path is refused to every foreign page, form and plain text, and as a GET; nothing changes', async ({
  path,
}) => {
  const before = await snapshot(site.database)
  const foreign = Object.entries(FOREIGN).map(async ([name, headers]) => {
    const answer = await send(path, 'POST', { ...JSON_TYPE, ...headers })
    expect([name, expectPlainRefusal(answer, name), answer.headers['set-cookie']]).toEqual([
      name,
      'WRONG_ORIGIN',
      undefined,
    ])
  })
  const forms = TYPES.map(async (type) => {
    const answer = await send(path, 'POST', { origin: PORTAL_ORIGIN, ...(type ? { 'content-type': type } : {}) })
    expect([type, expectPlainRefusal(answer), answer.headers['set-cookie']]).toEqual([
      type,
      'WRONG_MEDIA_TYPE',
      undefined,
    ])
  })
  const reads = ['GET', 'HEAD', 'OPTIONS'].map(async (method) => {
    const answer = await send(path, method, { ...JSON_TYPE, origin: PORTAL_ORIGIN })
    expect([method, answer.headers['set-cookie']]).toEqual([method, undefined])
    if (method === 'GET') expect(expectPlainRefusal(answer)).toBe('WRONG_METHOD')
  })
  await Promise.all([...foreign, ...forms, ...reads])
  expect(await snapshot(site.database)).toEqual(before)
})

test('W6: the same requests from our own page are let in: the refusals above were about where they came from', async () => {
  const refusals = await Promise.all(
    mutations
      .filter(({ path }) => !/signOut|reset$|changePassword|endOther|signIn|accept/.test(path))
      .map(async ({ path }) => (await send(path, 'POST', { ...JSON_TYPE, origin: PORTAL_ORIGIN })).status),
  )
  expect(refusals.filter((status) => status === 415 || status === 405)).toEqual([])
  expect(refusals.filter((status) => status === 200).length).toBeGreaterThan(8)
})
