import { afterAll, beforeEach, expect, test } from 'vitest'
import {
  addClinic,
  addParticipant,
  after,
  Browser,
  type Clinic,
  DAY,
  invite,
  inviteRow,
  joined,
  MINUTE,
  openWorld,
  outcome,
  quickHasher,
  SECOND,
  START,
  tally,
  type World,
} from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { agreeOnce, cookiesOf, current, leave, pagesIn, seated, sessionsIn, sit, stay } from './kioskWorld'

let database: TestDatabase
let world: World
let clinic: Clinic

beforeEach(async () => {
  await database?.drop()
  database = await createTestDatabase()
  world = openWorld(database)
  clinic = await addClinic(world)
})
afterAll(async () => await database?.drop())

test('product item 11: the old cookie in a second tab, and an answer that was lost and is asked for again, open nothing', async () => {
  const { browser } = await seated(world, clinic)
  const tab = new Browser(world)
  tab.session = browser.session
  const { text } = await current(browser)
  await browser.agreeToAll().catch(() => 0)
  expect(await outcome(current(tab))).toBe('NOT_SIGNED_IN')
  if (!text) throw new Error('no text')
  const { documentId, version, language, hash } = text
  expect(await outcome((await tab.api()).consent.agree({ documentId, version, language, hash }))).toBe('NOT_SIGNED_IN')
  expect(await stay(tab)).toBe('LINK_NOT_WORKING')
})

test('product item 11: somebody who agreed elsewhere meanwhile leaves the visit with the next press, not with a session', async () => {
  const { browser } = await seated(world, clinic)
  const first = await current(browser)
  const phone = new Browser(world)
  await phone.signIn()
  await phone.agreeToAll()
  expect(await outcome((await browser.api()).record.own())).toBe('NOT_SIGNED_IN')
  expect((await current(browser)).text).toBeNull()
  if (!first.text) throw new Error('no text')
  const { documentId, version, language, hash } = first.text
  await (await browser.api()).consent.agree({ documentId, version, language, hash })
  expect(cookiesOf(browser)).toEqual([])
  expect((await sessionsIn(world)).map(({ kiosk }) => kiosk)).toEqual([false])
})

test('product item 11: of many openings of one link at once, on two processes, one gets the visit', async () => {
  const other = openWorld(await database.openAgain())
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  const tries = Array.from({ length: 12 }, (_, n) => outcome(sit(new Browser(n % 2 ? other : world), token)))
  expect(tally(await Promise.all(tries))).toEqual({ ok: 1, LINK_NOT_WORKING: 11 })
  expect(await pagesIn(world)).toHaveLength(1)
})

test('product item 11: five minutes without a touch end it, the opened invite as well as the session; a touch moves that on', async () => {
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  const browser = new Browser(world)
  await sit(browser, token)
  world.now = after(4 * MINUTE)
  expect(await stay(browser)).toBe('invite')
  world.now = after(9 * MINUTE - SECOND)
  await browser.accept()
  expect(await stay(browser)).toBe('consents')
  world.now = after(14 * MINUTE - 2 * SECOND)
  expect(await outcome(current(browser))).toBe('ok')
  world.now = after(19 * MINUTE - 3 * SECOND)
  expect(await stay(browser)).toBe('consents')
  world.now = after(24 * MINUTE - 3 * SECOND)
  expect([await stay(browser), await outcome(current(browser))]).toEqual(['LINK_NOT_WORKING', 'NOT_SIGNED_IN'])

  const late = new Browser(world)
  const next = await invite(world, clinic, await addParticipant(world, clinic))
  await sit(late, next.token)
  world.now = after(5 * MINUTE, world.now)
  expect([await stay(late), await outcome(late.accept('kim@example.org'))]).toEqual([
    'LINK_NOT_WORKING',
    'LINK_NOT_WORKING',
  ])
})

test('product item 11: thirty minutes end it however often it is touched, counted for the invite and then for the session', async () => {
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  const browser = new Browser(world)
  await sit(browser, token)
  for (let minute = 4; minute <= 28; minute += 4) {
    world.now = after(minute * MINUTE)
    expect(await stay(browser)).toBe('invite')
  }
  world.now = after(30 * MINUTE - SECOND)
  const from = world.now
  await browser.accept()
  for (let minute = 4; minute <= 28; minute += 4) {
    world.now = after(minute * MINUTE, from)
    expect(await stay(browser)).toBe('consents')
  }
  world.now = after(30 * MINUTE, from)
  expect([await stay(browser), await outcome(current(browser))]).toEqual(['LINK_NOT_WORKING', 'NOT_SIGNED_IN'])
})

test('product item 11: an ordinary invite page is not moved on by a visit’s sign of life, and lives its 30 minutes without one', async () => {
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  const browser = new Browser(world)
  await browser.open(token)
  world.now = after(29 * MINUTE)
  expect(await stay(browser)).toBe('LINK_NOT_WORKING')
  world.now = after(30 * MINUTE)
  expect(await outcome((await browser.api()).invite.current())).toBe('LINK_NOT_WORKING')
})

test('product item 11 W3: a sign-in in the browser of a visit ends the visit', async () => {
  await joined(world, clinic, 'ada@example.org')
  const { browser } = await seated(world, clinic)
  const old = browser.session
  await browser.signIn('ada@example.org')
  const tab = new Browser(world)
  tab.session = old
  expect(await outcome(current(tab))).toBe('NOT_SIGNED_IN')
  expect((await sessionsIn(world)).filter(({ kiosk }) => kiosk)).toEqual([])
  expect(await (await browser.api()).auth.me()).toMatchObject({ email: 'ada@example.org' })
})

test('product item 11 W4 T5: on two server processes: a visit ended on one is over on the other, of many last presses one counts', async () => {
  const other = openWorld(await database.openAgain())
  const { browser, participantId } = await seated(world, clinic)
  const there = new Browser(other)
  there.session = browser.session
  await agreeOnce(browser)
  await agreeOnce(there)
  const { text } = await current(there)
  if (!text) throw new Error('no text')
  const { documentId, version, language, hash } = text
  const press = async (at: Browser) => outcome((await at.api()).consent.agree({ documentId, version, language, hash }))
  const presses = Array.from({ length: 8 }, (_, n) => {
    const tab = new Browser(n % 2 ? other : world)
    tab.session = browser.session
    return press(tab)
  })
  const leaving = Array.from({ length: 4 }, (_, n) => {
    const tab = new Browser(n % 2 ? other : world)
    tab.session = browser.session
    return outcome(leave(tab))
  })
  await Promise.all([...presses, ...leaving])
  expect(await outcome(current(there))).toBe('NOT_SIGNED_IN')
  expect(await sessionsIn(world)).toEqual([])
  const given = await world.db.selectFrom('consent').selectAll().where('participant_id', '=', participantId).execute()
  expect(given.length).toBeGreaterThanOrEqual(2)
  expect(new Set(given.map((row) => row.document_id)).size).toBe(given.length)
})

test('product item 11 W4: an account that staff revoke meanwhile ends the visit with the next request', async () => {
  const { browser, participantId } = await seated(world, clinic)
  await world.db
    .updateTable('account')
    .set({ disabled_at: START })
    .where('participant_id', '=', participantId)
    .execute()
  expect([await outcome(current(browser)), await stay(browser)]).toEqual(['NOT_SIGNED_IN', 'LINK_NOT_WORKING'])
  expect(await leave(browser)).toEqual({ done: true })
  expect(cookiesOf(browser)).toEqual([])
})

test('product item 11 M5: a clinic that requires a second factor asks for it at home, not here', async () => {
  await database.drop()
  database = await createTestDatabase()
  world = openWorld(database)
  clinic = await addClinic(world, { mfaRequired: true })
  const { browser } = await seated(world, clinic)
  for (let text = 1; text <= 3; text++) await agreeOnce(browser)
  expect(cookiesOf(browser)).toEqual([])
  world.now = after(DAY)
  const phone = new Browser(world)
  await phone.signIn()
  expect(await outcome((await phone.api()).record.own())).toBe('MFA_REQUIRED')
})

test('product item 11: a visit that is stopped while the account is being made makes none, and leaves no session behind', async () => {
  const hasher = quickHasher()
  const held = { hashing: () => {}, go: () => {} }
  const hashing = new Promise<void>((resolve) => {
    held.hashing = resolve
  })
  const go = new Promise<void>((resolve) => {
    held.go = resolve
  })
  const slow = openWorld(database, {
    ...hasher,
    hashPassword: async (password) => {
      held.hashing()
      await go
      return await hasher.hashPassword(password)
    },
  })
  const { token, inviteId } = await invite(slow, clinic, await addParticipant(slow, clinic))
  const browser = new Browser(slow)
  await sit(browser, token)
  const accepting = outcome(browser.accept())
  await hashing
  await leave(browser)
  held.go()
  expect(await accepting).toBe('LINK_NOT_WORKING')
  expect([cookiesOf(browser), await sessionsIn(world)]).toEqual([[], []])
  expect((await inviteRow(slow, inviteId)).accepted_at).toBeNull()
})
