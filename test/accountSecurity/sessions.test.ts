import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { startPortalSession } from '../../server/accounts/portalSessionStore'
import type { Connected } from '../../server/platform/database/connect'
import { inTransaction } from '../../server/platform/database/transaction'
import type { Message } from '../../server/platform/mail/message'
import { tokenHash } from '../../server/platform/secrets/opaqueToken'
import { recordAttempt } from '../../server/waysIn/attemptStore'
import {
  addClinic,
  after,
  auditLines,
  Browser,
  type Clinic,
  DAY,
  HOUR,
  joined,
  MINUTE,
  outcome,
  PASSWORD,
  refusal,
  SECOND,
  tally,
  type World,
} from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { atProcess, everyRow, openSecurityWorld, pass, secondBrowser, security } from './securityWorld'

const NEW_PASSWORD = 'quiet lanterns over water'

let database: TestDatabase
let secondPool: Connected
let world: World
let other: World
let clinic: Clinic
let sent: Message[]

beforeEach(async () => {
  await stop()
  database = await createTestDatabase()
  secondPool = await database.openAgain()
  ;({ world, sent } = openSecurityWorld(database))
  other = openSecurityWorld(secondPool).world
  clinic = await addClinic(world)
})
afterAll(stop)

async function stop() {
  await secondPool?.close()
  await database?.drop()
}

const view = async (browser: Browser) => (await security(browser)).view()
const isIn = async (browser: Browser) => outcome(view(browser))

/** A browser with a session of this kind, as a sign-in starts it. */
async function sessionOf(participantId: string, start: Parameters<typeof startPortalSession>[3]): Promise<Browser> {
  const browser = new Browser(world)
  browser.session = await inTransaction(
    world.db,
    async (tx) => (await startPortalSession(tx, participantId, world.now, start)).token,
  )
  return browser
}

async function sessionRow(browser: Browser) {
  return await world.db
    .selectFrom('portal_session')
    .selectAll()
    .where('hash', '=', tokenHash(browser.session ?? ''))
    .executeTakeFirstOrThrow()
}

test('W1: the session id has 256 bits, and only its hash is stored', async () => {
  const { browser } = await joined(world, clinic)
  expect(Buffer.from(browser.session ?? '', 'base64url')).toHaveLength(32)
  expect(await everyRow(world)).not.toContain(browser.session)
})

test('W2: 24 hours sliding and 7 days in all', async () => {
  const { browser } = await joined(world, clinic)
  for (let day = 0; day < 7; day++) {
    pass(world, DAY - MINUTE)
    expect(await isIn(browser)).toBe('ok')
  }
  world.now = after(7 * DAY - SECOND)
  expect(await isIn(browser)).toBe('ok')
  expect((await (await browser.api()).auth.me()).sessionEndsAt).toBe(after(7 * DAY).toISOString())
  world.now = after(7 * DAY)
  expect(await isIn(browser)).toBe('NOT_SIGNED_IN')
  const idle = await secondBrowser(world)
  pass(world, DAY)
  expect(await isIn(idle)).toBe('NOT_SIGNED_IN')
})

test('W2: on a device that others use too, 30 minutes without a request end the session', async () => {
  const { participantId } = await joined(world, clinic)
  const browser = await sessionOf(participantId, { shared: true, way: 'email_link' })
  expect(await (await browser.api()).auth.me()).toMatchObject({ shared: true, idleSeconds: 1800 })
  pass(world, 29 * MINUTE)
  expect(await isIn(browser)).toBe('ok')
  pass(world, 30 * MINUTE)
  expect(await isIn(browser)).toBe('NOT_SIGNED_IN')
})

test('W2 S0.27: one press on the idle warning moves the end at once', async () => {
  const { participantId } = await joined(world, clinic)
  const browser = await sessionOf(participantId, { shared: true })
  pass(world, 20 * SECOND)
  expect(await (await browser.api()).auth.stay()).toEqual({
    sessionEndsAt: new Date(world.now.getTime() + 30 * MINUTE).toISOString(),
  })
  expect((await (await browser.api()).auth.me()).sessionEndsAt).toBe(after(30 * MINUTE + 20 * SECOND).toISOString())
})

test('W4: signed-in sessions are listed with their device, and one or all others can be ended, on every process', async () => {
  const { browser, participantId } = await joined(world, clinic)
  const tablet = await sessionOf(participantId, {
    way: 'sms_code',
    deviceWords: 'Safari on iPad',
    address: '203.0.113.9',
  })
  const third = await secondBrowser(world)
  const list = await (await security(browser)).sessions()
  expect(list).toHaveLength(3)
  expect(list[0]).toMatchObject({ isThis: true })
  expect(list.slice(1).every(({ isThis }) => !isThis)).toBe(true)
  const found = list.find(({ device }) => device === 'Safari on iPad')
  expect(found).toMatchObject({ way: 'sms_code', address: '203.0.113.9', shared: false, isThis: false })
  await (await security(browser)).endSession({ sessionId: found?.id ?? '' })
  expect(await isIn(atProcess(tablet, other))).toBe('NOT_SIGNED_IN')
  expect(await isIn(atProcess(third, other))).toBe('ok')
  await (await security(browser)).endOtherSessions()
  expect(await isIn(atProcess(third, other))).toBe('NOT_SIGNED_IN')
  expect(await isIn(browser)).toBe('ok')
  expect((await auditLines(world)).filter((line) => line === 'portal.session_ended ok')).toHaveLength(2)
})

test("G1: another person's session is answered like a random id, and goes on", async () => {
  const one = await joined(world, clinic)
  const two = await joined(world, clinic, 'two@example.org', 'a second pass phrase')
  const { id } = await sessionRow(one.browser)
  for (const sessionId of [id, randomUUID()])
    expect(await outcome((await security(two.browser)).endSession({ sessionId }))).toBe('NOT_FOUND')
  expect(await isIn(one.browser)).toBe('ok')
})

test('W5 Q3: the password is checked against the budget of the sign-in page, and its lock ends no session', async () => {
  const { browser } = await joined(world, clinic)
  pass(world, 20 * MINUTE)
  const type = async (password: string) => refusal((await security(browser)).reauthenticate({ password }))
  for (const triesLeft of [4, 3, 2])
    expect(await type('not the password')).toMatchObject({ code: 'SIGN_IN_FAILED', detail: { triesLeft } })
  for (let count = 0; count < 2; count++) await outcome(new Browser(world).signIn('robin@example.org', 'wrong wrong'))
  expect(await type(PASSWORD)).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 900 })
  expect(await isIn(browser)).toBe('ok')
  pass(world, 15 * MINUTE)
  expect(await type(PASSWORD)).toBeNull()
  expect(await type('not the password')).toMatchObject({ detail: { triesLeft: 4 } })
})

test('W5: of 40 wrong passwords at once over two processes five are compared', async () => {
  const { browser } = await joined(world, clinic)
  const processes = [browser, atProcess(browser, other)]
  const tries = Array.from({ length: 40 }, async (_, turn) =>
    outcome((await security(processes[turn % 2] ?? browser)).reauthenticate({ password: `guess ${turn}` })),
  )
  expect(tally(await Promise.all(tries))).toEqual({ SIGN_IN_FAILED: 5, TOO_MANY_REQUESTS: 35 })
})

test('W3 W4 W5 P1 P2: a new password needs freshness, keeps the rules, ends everything else and renews the session', async () => {
  const { browser, participantId } = await joined(world, clinic)
  const tablet = await secondBrowser(world)
  const change = async (password: string) => (await security(browser)).changePassword({ password })
  expect(await refusal(change('too short'))).toMatchObject({
    code: 'PASSWORD_REFUSED',
    detail: { reason: 'too_short' },
  })
  expect(await refusal(change('robin@example.org'))).toMatchObject({ code: 'PASSWORD_REFUSED' })
  const secret = {
    id: randomUUID(),
    hash: Buffer.alloc(32, 7),
    purpose: 'reset',
    participant_id: participantId,
    created_at: world.now,
    expires_at: after(HOUR),
  } as const
  await world.db.insertInto('one_time_secret').values(secret).execute()
  const thief = atProcess(browser, other)
  await change(NEW_PASSWORD)
  expect(await isIn(browser)).toBe('ok')
  expect(await isIn(thief)).toBe('NOT_SIGNED_IN')
  expect(await isIn(atProcess(tablet, other))).toBe('NOT_SIGNED_IN')
  const row = await world.db
    .selectFrom('one_time_secret')
    .select('ended_at')
    .where('id', '=', secret.id)
    .executeTakeFirst()
  expect(row?.ended_at).not.toBeNull()
  expect(sent.map(({ subject }) => subject)).toEqual(['Your password was changed'])
  expect(await outcome(new Browser(world).signIn())).toBe('SIGN_IN_FAILED')
  expect(await outcome(new Browser(world).signIn('robin@example.org', NEW_PASSWORD))).toBe('ok')
  expect((await view(browser)).passwordChangedAt).toBe(world.now.toISOString())
  pass(world, 15 * MINUTE)
  expect(await outcome(change(PASSWORD))).toBe('REAUTH_REQUIRED')
  expect(await everyRow(world)).not.toContain(NEW_PASSWORD)
})

test('W4: an account that was disabled or a session that ended while the request ran changes nothing any more', async () => {
  const { browser, participantId } = await joined(world, clinic)
  const api = await security(browser)
  await world.db.deleteFrom('portal_session').where('participant_id', '=', participantId).execute()
  expect(await outcome(api.changePassword({ password: NEW_PASSWORD }))).toBe('NOT_SIGNED_IN')
  expect(await outcome(api.beginFactor({ name: 'late' }))).toBe('NOT_SIGNED_IN')
  expect(await outcome(new Browser(world).signIn())).toBe('ok')
})

test('S2.71 G1: the sign-in history is the participant’s own, newest first, and at most 50 lines', async () => {
  const { browser, participantId } = await joined(world, clinic)
  const two = await joined(world, clinic, 'two@example.org', 'a second pass phrase')
  const visit = { address: '203.0.113.5', deviceWords: 'Firefox on Android' }
  for (let count = 0; count < 60; count++) {
    const attempt = { way: 'password', reason: 'password_wrong', participantId, contact: null, visit } as const
    await recordAttempt(world.db, { at: after(DAY + count * SECOND), ...attempt })
  }
  const history = await (await security(browser)).history()
  expect(history).toHaveLength(50)
  expect(history[0]).toEqual({
    at: after(DAY + 59 * SECOND).toISOString(),
    way: 'password',
    reason: 'password_wrong',
    device: 'Firefox on Android',
    address: '203.0.113.5',
  })
  expect((await (await security(two.browser)).history()).some(({ reason }) => reason === 'password_wrong')).toBe(false)
})
