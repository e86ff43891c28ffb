import { randomBytes } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type PortalServer, startPortalServer } from './portalServer'
import {
  addClinic,
  addParticipant,
  after,
  auditLines,
  Browser,
  type Clinic,
  DAY,
  HOUR,
  type Invited,
  invite,
  inviteRow,
  MINUTE,
  openWorld,
  outcome,
  SECOND,
  tally,
  type World,
} from './portalWorld'

let database: TestDatabase
let world: World
let clinic: Clinic
let server: PortalServer

beforeEach(async () => {
  await stop()
  database = await createTestDatabase()
  world = openWorld(database)
  clinic = await addClinic(world)
  server = await startPortalServer(world)
})
afterAll(stop)

async function stop() {
  await server?.close()
  await database?.drop()
}

const NO_LINK = { status: 404, cookies: [] }
const set = (inviteId: string, values: Record<string, Date>) =>
  world.db.updateTable('invite').set(values).where('id', '=', inviteId).execute()

/** One link for each way in which a link can be over. */
async function deadLinks(): Promise<Record<string, Invited>> {
  const fresh = async () => await invite(world, clinic, await addParticipant(world, clinic))
  const ended = async (column: string) => {
    const link = await fresh()
    await set(link.inviteId, { [column]: world.now })
    return link
  }
  const used = await fresh()
  const browser = new Browser(world)
  await browser.open(used.token)
  await browser.accept()
  const unknown = { ...(await fresh()), token: randomBytes(32).toString('base64url'), shortCode: 'ABCD-EFGH-JKMN-PQRS' }
  return {
    unknown,
    used,
    expired: await ended('expires_at'),
    revoked: await ended('revoked_at'),
    superseded: await ended('superseded_at'),
    locked: await ended('locked_at'),
  }
}

test('I6: unknown, expired, used, revoked, superseded and locked links get the same bytes, and no cookie', async () => {
  const answers = new Set<string>()
  for (const link of Object.values(await deadLinks())) {
    for (const token of [link.token, link.shortCode, 'not-even-a-token']) {
      const answer = await server.call('invite.open', { token })
      expect(answer).toMatchObject(NO_LINK)
      answers.add(answer.body)
    }
  }
  expect(answers.size).toBe(1)
  expect([...answers][0]).toContain('LINK_NOT_WORKING')
})

test('I6: a page without a session, with an ended one and with the wrong one gets that answer too, on every step', async () => {
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  const browser = new Browser(world)
  await browser.open(token)
  world.now = after(31 * MINUTE)
  const registration = { email: 'a@example.org', displayName: 'A', password: 'long enough for anyone', language: 'en' }
  const answers = new Set<string>()
  for (const cookie of [
    '',
    `__Host-vestibule-invite=${browser.inviteSession}`,
    `__Host-vestibule-invite=${'x'.repeat(43)}`,
  ]) {
    answers.add((await server.read('invite.current', cookie)).body)
    answers.add((await server.call('invite.verify', { code: '123456' }, cookie)).body)
    answers.add((await server.call('invite.accept', registration, cookie)).body)
  }
  // tRPC names the procedure nowhere in an error, so even the step does not show.
  expect(answers.size).toBe(1)
})

test('I3: GET, HEAD and OPTIONS on the opening procedure change nothing and set no cookie', async () => {
  const { inviteId, token } = await invite(world, clinic, await addParticipant(world, clinic))
  const input = encodeURIComponent(JSON.stringify({ token }))
  const answer = await server.read(`invite.open?input=${input}`)
  expect([answer.status, answer.cookies]).toEqual([405, []])
  expect(await inviteRow(world, inviteId)).toMatchObject({ opened_at: null })
})

test('"ask the clinic for a new link" always answers the same; only real links that nobody used become a task', async () => {
  const links = await deadLinks()
  const answers = new Set<string>()
  for (const { token } of Object.values(links))
    answers.add(JSON.stringify(await server.call('invite.askAgain', { token })))
  answers.add(JSON.stringify(await server.call('invite.askAgain', { token: null })))
  answers.add(JSON.stringify(await server.call('invite.askAgain', { token: 'nonsense' })))
  expect(answers.size).toBe(1)
  const asked: string[] = []
  for (const [name, { inviteId }] of Object.entries(links)) {
    if ((await inviteRow(world, inviteId)).asked_again_at) asked.push(name)
  }
  expect(asked).toEqual(['expired', 'revoked', 'superseded', 'locked'])
  expect(tally(await auditLines(world))['invite.asked_again ok']).toBe(4)
})

test('asking again counts once an hour, from the page and from the link alike', async () => {
  const { inviteId, token } = await invite(world, clinic, await addParticipant(world, clinic))
  const browser = new Browser(world)
  await browser.open(token)
  await (await browser.api()).invite.askAgain({ token: null })
  world.now = after(HOUR - SECOND)
  await (await browser.api()).invite.askAgain({ token })
  expect(tally(await auditLines(world))['invite.asked_again ok']).toBe(1)
  world.now = after(HOUR)
  await (await browser.api()).invite.askAgain({ token })
  expect(tally(await auditLines(world))['invite.asked_again ok']).toBe(2)
  expect((await inviteRow(world, inviteId)).asked_again_at).toEqual(world.now)
})

test('asking again with guessed letter codes is answered the same beyond the limit of 10 an hour', async () => {
  const api = await new Browser(world).api()
  for (let n = 0; n < 12; n++)
    expect(await api.invite.askAgain({ token: 'ABCD-EFGH-JKMN-PQRS' })).toEqual({ asked: true })
  expect(await outcome(new Browser(world).open('ABCD-EFGH-JKMN-PQRS'))).toBe('TOO_MANY_REQUESTS')
})

test('W1: the cookies are __Host-, Secure, HttpOnly and SameSite, for the whole site, and hold 256 random bits', async () => {
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  const opened = await server.call('invite.open', { token })
  const [inviteSet = ''] = opened.cookies
  expect(inviteSet).toMatch(
    /^__Host-vestibule-invite=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=1800; Secure; HttpOnly; SameSite=Strict$/,
  )
  const registration = { email: 'a@example.org', displayName: 'A', password: 'long enough for anyone', language: 'en' }
  const accepted = await server.call('invite.accept', registration, inviteSet.split(';')[0])
  expect(accepted.cookies[0]).toMatch(/^__Host-vestibule-invite=; Path=\/; Max-Age=0; /)
  expect(accepted.cookies[1]).toMatch(
    /^__Host-vestibule=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=604800; Secure; HttpOnly; SameSite=Lax$/,
  )
  // Never in the answer itself, where scripts could read it.
  expect(accepted.body).toBe('{"result":{"data":{"done":true}}}')
})

test('H3 I2: the log of the whole way in holds no token, code, email, name or password', async () => {
  const { token } = await invite(world, clinic, await addParticipant(world, clinic), 'blue kettle')
  const opened = await server.call('invite.open', { token })
  const cookie = opened.cookies[0]?.split(';')[0] ?? ''
  await server.call('invite.verify', { code: 'blue kettle' }, cookie)
  const registration = {
    email: 'canary@example.org',
    displayName: 'Canary',
    password: 'canary pass phrase',
    language: 'en',
  }
  await server.call('invite.accept', registration, cookie)
  await server.call('auth.signIn', { email: 'canary@example.org', password: 'canary wrong phrase' })
  const text = server.captured.text()
  expect(text).toContain('invite.open')
  for (const secret of [token, 'blue kettle', 'canary', 'Canary', cookie.split('=')[1] ?? '-']) {
    expect(text).not.toContain(secret)
  }
})

test('G2: unknown and server-owned fields are refused on every step', async () => {
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  const registration = { email: 'a@example.org', displayName: 'A', password: 'long enough for anyone', language: 'en' }
  const inputs: [string, unknown][] = [
    ['invite.open', { token, participantId: 'x' }],
    ['invite.verify', { code: '1', verified: true }],
    ['invite.accept', { ...registration, role: 'admin' }],
    ['invite.accept', { ...registration, createdAt: '2020-01-01' }],
    ['invite.askAgain', { token: null, inviteId: 'x' }],
    ['auth.signIn', { email: 'a@example.org', password: 'x', remember: true }],
  ]
  for (const [procedure, input] of inputs) {
    const answer = await server.call(procedure, input)
    expect([procedure, answer.status]).toEqual([procedure, 400])
    expect(answer.body).toContain('INVALID_INPUT')
  }
})

test('S4.22: an invite that expired a week ago still brings a task when its link is asked about', async () => {
  const { inviteId, token } = await invite(world, clinic, await addParticipant(world, clinic))
  world.now = after(14 * DAY)
  await (await new Browser(world).api()).invite.askAgain({ token })
  expect((await inviteRow(world, inviteId)).asked_again_at).toEqual(world.now)
})
