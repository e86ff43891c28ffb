import { afterAll, beforeEach, expect, test } from 'vitest'
import { createPasswordHasher } from '../../server/accounts/passwordHash'
import { sweepEndedSessions } from '../../server/accounts/portalSessionStore'
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
  openWorld,
  outcome,
  PASSWORD,
  quickHasher,
  refusal,
  SECOND,
  START,
  tally,
  type World,
} from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

const EMAIL = 'robin@example.org'
let database: TestDatabase
let hasher: ReturnType<typeof quickHasher>
let world: World
let clinic: Clinic

beforeEach(async () => {
  await database?.drop()
  database = await createTestDatabase()
  hasher = quickHasher()
  world = openWorld(database, hasher)
  clinic = await addClinic(world)
})
afterAll(async () => await database?.drop())

const me = async (browser: Browser) => await outcome((await browser.api()).auth.me())
const signIn = (password = PASSWORD, email = EMAIL, at = world) => outcome(new Browser(at).signIn(email, password))

test('S4.28 P4: unknown, wrong, empty, locked and disabled get one refusal, after the same number of comparisons', async () => {
  const { participantId } = await joined(world, clinic)
  const attempt = async (email: string, password: string) => {
    const before = hasher.compared
    const refused = await refusal(new Browser(world).signIn(email, password))
    return {
      code: refused?.code,
      detail: refused?.detail,
      wait: refused?.retryAfterSeconds,
      n: hasher.compared - before,
    }
  }
  const refused = { code: 'SIGN_IN_FAILED', detail: {}, wait: undefined, n: 3 }
  expect(await attempt('nobody@example.org', PASSWORD)).toEqual(refused)
  expect(await attempt('not an address', PASSWORD)).toEqual(refused)
  expect(await attempt(EMAIL, 'a wrong pass phrase')).toEqual(refused)
  expect(await attempt(EMAIL, '')).toEqual(refused)
  for (let n = 0; n < 3; n++) await attempt(EMAIL, 'a wrong pass phrase')
  expect(await attempt(EMAIL, PASSWORD)).toEqual(refused)
  world.now = after(HOUR)
  await world.db
    .updateTable('account')
    .set({ disabled_at: START })
    .where('participant_id', '=', participantId)
    .execute()
  expect(await attempt(EMAIL, PASSWORD)).toEqual(refused)
})

test('Q3: the fifth wrong password pauses the email for 15 minutes, and the right one then works again', async () => {
  await joined(world, clinic)
  for (let n = 0; n < 5; n++) expect(await signIn('a wrong pass phrase')).toBe('SIGN_IN_FAILED')
  expect(await signIn()).toBe('SIGN_IN_FAILED')
  world.now = after(15 * MINUTE - SECOND)
  expect(await signIn()).toBe('SIGN_IN_FAILED')
  world.now = after(15 * MINUTE)
  expect(await signIn()).toBe('ok')
})

test('Q3: the pause ends no session, and holds for every address, spelling and process', async () => {
  const { browser } = await joined(world, clinic)
  const other = await database.openAgain()
  for (let n = 0; n < 5; n++) await signIn('a wrong pass phrase', n % 2 ? EMAIL : ' ROBIN@example.org ')
  expect(await outcome(new Browser(openWorld(other), '198.51.100.4').signIn())).toBe('SIGN_IN_FAILED')
  expect(await me(browser)).toBe('ok')
  await other.close()
})

test('Q2: of 20 wrong passwords at the same moment, at most 5 are compared with the account', async () => {
  await joined(world, clinic)
  const before = hasher.compared
  let real = 0
  const { verifyPassword } = hasher
  hasher.verifyPassword = (phc, password) => {
    real++
    return verifyPassword(phc, password)
  }
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => signIn(`wrong pass phrase ${n}`)))
  expect(tally(answers)).toEqual({ SIGN_IN_FAILED: 20 })
  expect(real).toBe(5)
  expect(hasher.compared - before).toBe(60)
})

test('a right password clears the wrong ones before it', async () => {
  await joined(world, clinic)
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 4; n++) await signIn('a wrong pass phrase')
    expect(await signIn()).toBe('ok')
  }
})

test('S0.20 W4: a disabled account cannot sign in, and its open session ends with the next request', async () => {
  const { browser } = await joined(world, clinic)
  await world.db.updateTable('account').set({ disabled_at: world.now }).execute()
  expect(await me(browser)).toBe('NOT_SIGNED_IN')
  expect(await signIn()).toBe('SIGN_IN_FAILED')
})

test('W3: signing in again gives another id, and the old one is refused from then on', async () => {
  const { browser } = await joined(world, clinic)
  const old = Object.assign(new Browser(world), { session: browser.session })
  await browser.signIn()
  expect(browser.session).not.toBe(old.session)
  expect(await me(browser)).toBe('ok')
  expect(await me(old)).toBe('NOT_SIGNED_IN')
})

test('W3: somebody who sets a cookie of their own choosing before a sign-in gains nothing', async () => {
  await joined(world, clinic)
  const planted = 'A'.repeat(43)
  const browser = Object.assign(new Browser(world), { session: planted })
  await browser.signIn()
  expect(browser.session).not.toBe(planted)
  expect(await me(Object.assign(new Browser(world), { session: planted }))).toBe('NOT_SIGNED_IN')
})

test('W1: the database holds a hash of the session id only', async () => {
  const { browser } = await joined(world, clinic)
  const [row] = await world.db.selectFrom('portal_session').selectAll().execute()
  expect(Buffer.from(browser.session ?? '', 'base64url')).toHaveLength(32)
  expect(row?.hash).toHaveLength(32)
  expect(row?.hash.toString('base64url')).not.toBe(browser.session)
})

test('W2: a session ends 24 hours after its last use, to the second', async () => {
  const { browser } = await joined(world, clinic)
  world.now = after(20 * HOUR)
  expect(await me(browser)).toBe('ok')
  world.now = after(44 * HOUR - SECOND)
  expect(await me(browser)).toBe('ok')
  world.now = after(44 * HOUR - SECOND + 24 * HOUR)
  expect(await me(browser)).toBe('NOT_SIGNED_IN')
})

test('W2: however often it is used, a session ends after 7 days', async () => {
  const { browser } = await joined(world, clinic)
  for (let hour = 0; hour < 7 * 24; hour += 12) {
    world.now = after(hour * HOUR)
    expect(await me(browser)).toBe('ok')
  }
  world.now = after(7 * DAY - SECOND)
  const { sessionEndsAt } = await (await browser.api()).auth.me()
  expect(sessionEndsAt).toBe(after(7 * DAY).toISOString())
  world.now = after(7 * DAY)
  expect(await me(browser)).toBe('NOT_SIGNED_IN')
})

test('W2: the sliding end is written at most once a minute', async () => {
  const { browser } = await joined(world, clinic)
  const seen = async () =>
    (await world.db.selectFrom('portal_session').select('last_seen_at').executeTakeFirst())?.last_seen_at
  world.now = after(MINUTE - SECOND)
  await me(browser)
  expect(await seen()).toEqual(START)
  world.now = after(MINUTE)
  await me(browser)
  expect(await seen()).toEqual(after(MINUTE))
})

test('ended sessions are forgotten, living ones stay', async () => {
  const { browser } = await joined(world, clinic)
  world.now = after(12 * HOUR)
  await browser.signIn()
  const later = await joined(world, clinic, 'other@example.org', 'a second pass phrase')
  await sweepEndedSessions(world.db, after(24 * HOUR))
  expect([await me(browser), await me(later.browser)]).toEqual(['ok', 'ok'])
  await sweepEndedSessions(world.db, after(36 * HOUR))
  expect(await world.db.selectFrom('portal_session').selectAll().execute()).toEqual([])
})

test('W4: signing out ends the session on every process, and signing out twice is fine', async () => {
  const { browser } = await joined(world, clinic)
  const other = await database.openAgain()
  const copy = Object.assign(new Browser(openWorld(other)), { session: browser.session })
  await (await browser.api()).auth.signOut()
  expect([browser.session, await me(copy)]).toEqual([null, 'NOT_SIGNED_IN'])
  await (await browser.api()).auth.signOut()
  expect(tally(await auditLines(world))['portal.sign_out ok']).toBe(1)
  await other.close()
})

test('U1: each sign-in, granted or refused, is one audit row that tells why and holds no address', async () => {
  const { participantId } = await joined(world, clinic)
  await signIn()
  await signIn('a wrong pass phrase')
  await signIn(PASSWORD, 'nobody@example.org')
  const rows = await world.db
    .selectFrom('audit_log')
    .selectAll()
    .where('action', '=', 'portal.sign_in')
    .orderBy('seq')
    .execute()
  expect(rows.map((row) => [row.outcome, row.actor_kind, row.target_id, row.detail])).toEqual([
    ['ok', 'participant', participantId, { way: 'password' }],
    ['refused', 'visitor', participantId, { reason: 'no_match' }],
    ['refused', 'visitor', 'unknown', { reason: 'no_match' }],
  ])
  expect(JSON.stringify(rows)).not.toContain('@')
})

test('P3: a hash made at a lower cost is replaced at the next sign-in', async () => {
  await joined(world, clinic)
  world = openWorld(database, { ...hasher, needsRehash: () => true })
  const hash = async () =>
    (await world.db.selectFrom('account').select('password_hash').executeTakeFirst())?.password_hash
  const before = await hash()
  expect(await signIn()).toBe('ok')
  expect(await hash()).not.toBe(before)
  expect(await signIn()).toBe('ok')
})

test('staff see the last sign-in: the account moves on in the order of revisions', async () => {
  const { participantId } = await joined(world, clinic)
  const account = () =>
    world.db.selectFrom('account').selectAll().where('participant_id', '=', participantId).executeTakeFirstOrThrow()
  const before = await account()
  world.now = after(HOUR)
  await signIn()
  expect(await account()).toMatchObject({ last_sign_in_at: world.now })
  expect((await account()).rev).toBeGreaterThan(before.rev)
})

test('P1: the real hash keeps capitals, blanks and every byte beyond the 72nd, and reads NFKC alike', async () => {
  world = openWorld(database, createPasswordHasher())
  const long = `  Voil\u00e0 ${'x'.repeat(80)}1  `
  await joined(world, clinic, EMAIL, long)
  expect(await signIn(long)).toBe('ok')
  expect(await signIn(long.normalize('NFD'))).toBe('ok')
  for (const wrong of [long.trim(), long.toLowerCase(), long.replace('1', '2')]) {
    expect(await signIn(wrong)).toBe('SIGN_IN_FAILED')
  }
})
