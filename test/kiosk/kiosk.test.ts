import { afterAll, beforeEach, expect, test } from 'vitest'
import { requireFull } from '../../server/portal/portalProcedures'
import {
  addClinic,
  addParticipant,
  after,
  auditLines,
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

const VERBAL = '482 913'
const sit = async (browser: Browser, token: string) => (await browser.api()).invite.open({ token, kiosk: true })
const stay = async (browser: Browser) => {
  const calls: { holds?: string } = {}
  const answer = await outcome((await browser.api()).kiosk.stay().then(({ holds }) => Object.assign(calls, { holds })))
  return calls.holds ?? answer
}
const leave = async (browser: Browser) => (await browser.api()).kiosk.leave()
const current = async (browser: Browser) => (await browser.api()).consent.current()
const agreeOnce = async (browser: Browser) => {
  const { text } = await current(browser)
  if (!text) throw new Error('nothing is open')
  const { documentId, version, language, hash } = text
  return (await browser.api()).consent.agree({ documentId, version, language, hash })
}
/** Invited, and registered on the clinic's machine. */
async function seated(email = 'robin@example.org') {
  const participantId = await addParticipant(world, clinic)
  const link = await invite(world, clinic, participantId)
  const browser = new Browser(world)
  await sit(browser, link.token)
  await browser.accept(email)
  return { participantId, browser, ...link }
}
const cookies = ({ session, inviteSession, signInRequest, challenge, lockMinutes }: Browser) =>
  [session, inviteSession, signInRequest, challenge, lockMinutes].filter((value) => value !== null)
const sessions = async () => await world.db.selectFrom('portal_session').selectAll().execute()
const pages = async () => await world.db.selectFrom('invite_session').selectAll().execute()
const details = async (action: string) =>
  (await world.db.selectFrom('audit_log').select(['action', 'detail']).orderBy('seq').execute())
    .filter((row) => row.action === action)
    .map((row) => row.detail)

test('product item 11: with the last consent the visit is over: no session, no cookie, and the browser is asked to forget', async () => {
  const participantId = await addParticipant(world, clinic)
  const { token } = await invite(world, clinic, participantId, VERBAL)
  const browser = new Browser(world)
  expect(await sit(browser, token)).toMatchObject({ step: 'verbal_code' })
  await browser.verify(VERBAL)
  await browser.accept()
  expect(await sessions()).toMatchObject([{ kiosk: true, shared: true, lock_minutes: null }])
  expect([await agreeOnce(browser), await agreeOnce(browser)].map(({ step }) => step)).toEqual([2, 3])
  expect(browser.cleared).toBe(0)
  expect((await agreeOnce(browser)).text).toBeNull()
  expect([cookies(browser), browser.cleared]).toEqual([[], 1])
  expect([await sessions(), await pages()]).toEqual([[], []])
  const phone = new Browser(world)
  await phone.signIn()
  expect(await (await phone.api()).auth.me()).toMatchObject({ consentDone: true, shared: false })
  expect(await details('invite.opened')).toEqual([{ kiosk: true }])
  expect(await details('invite.accepted')).toEqual([{ participant: participantId, kiosk: true }])
})

test('product item 11: the old cookie in a second tab, and an answer that was lost and is asked for again, open nothing', async () => {
  const { browser } = await seated()
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
  const { browser } = await seated()
  const first = await current(browser)
  const phone = new Browser(world)
  await phone.signIn()
  await phone.agreeToAll()
  expect(await outcome((await browser.api()).record.own())).toBe('NOT_SIGNED_IN')
  expect((await current(browser)).text).toBeNull()
  if (!first.text) throw new Error('no text')
  const { documentId, version, language, hash } = first.text
  await (await browser.api()).consent.agree({ documentId, version, language, hash })
  expect(cookies(browser)).toEqual([])
  expect((await sessions()).map(({ kiosk }) => kiosk)).toEqual([false])
})

test('product item 11: a visit may read the next consent and agree, and nothing else, also once all consents are given', async () => {
  const { browser, participantId } = await seated()
  const never = async () => {
    const api = await browser.api()
    const asked = [
      api.auth.me(),
      api.auth.stay(),
      api.auth.setLanguage({ language: 'fr' }),
      api.consent.receipts(),
      api.record.own(),
      api.security.view(),
      api.security.sessions(),
      api.security.unlock({ password: 'correct horse battery staple' }),
      api.security.reauthenticate({ password: 'correct horse battery staple' }),
      api.security.changePassword({ password: 'another long pass phrase' }),
      api.security.beginFactor({ name: 'Phone' }),
      api.security.setAppLock({ minutes: 5 }),
      api.messages.list(),
      api.corrections.list(),
      api.accessLog.list({ before: null }),
    ]
    return new Set(await Promise.all(asked.map((call) => outcome(call))))
  }
  expect(await never()).toEqual(new Set(['NOT_SIGNED_IN']))
  const given = (await world.db.selectFrom('consent_text').selectAll().execute()).map((text) => ({
    participant_id: participantId,
    document_id: text.document_id,
    version: text.version,
    language: text.language,
    text_hash: text.hash,
    agreed_at: START,
    address: null,
  }))
  await world.db.insertInto('consent').values(given).execute()
  expect(await never()).toEqual(new Set(['NOT_SIGNED_IN']))
  let context: Parameters<typeof requireFull>[1] | undefined
  const eavesdropper = { ...world, callerOf: (given: typeof context) => (context = given) }
  const tab = new Browser(eavesdropper as unknown as World)
  tab.session = browser.session
  await tab.api()
  if (!context) throw new Error('no context')
  expect(await outcome(requireFull(world.deps.clinic, context))).toBe('NOT_SIGNED_IN')
})

test('product item 11: a visit begins clean: session, opened invite, request, second step and app lock of the one before are gone', async () => {
  const before = await joined(world, clinic, 'ada@example.org')
  const { browser } = before
  Object.assign(browser, { signInRequest: 'r'.repeat(43), challenge: 'c'.repeat(43), lockMinutes: 5 })
  const other = await invite(world, clinic, await addParticipant(world, clinic))
  await browser.open(other.token)
  const old = browser.session
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  await sit(browser, token)
  expect(cookies(browser)).toEqual([browser.inviteSession])
  expect(await sessions()).toEqual([])
  expect((await pages()).map(({ kiosk }) => kiosk)).toEqual([true])
  const tab = new Browser(world)
  tab.session = old
  expect(await outcome((await tab.api()).auth.me())).toBe('NOT_SIGNED_IN')
  await browser.accept('robin@example.org')
  expect(await sessions()).toMatchObject([{ kiosk: true, lock_minutes: null }])
  expect(await details('portal.sign_out')).toEqual([{ kiosk: true }])
})

test('product item 11: a link that does not work ends what was there all the same, and is answered like any other', async () => {
  const { browser } = await joined(world, clinic)
  expect(await outcome(sit(browser, 'x'.repeat(43)))).toBe('LINK_NOT_WORKING')
  expect([cookies(browser), await sessions()]).toEqual([[], []])
})

test('product item 11: leaving ends the opened invite and the session, twice is once, and without either it is answered alike', async () => {
  const { browser } = await seated()
  const old = browser.session
  expect(await leave(browser)).toEqual({ done: true })
  expect(await leave(browser)).toEqual({ done: true })
  expect([cookies(browser), await sessions(), browser.cleared]).toEqual([[], [], 2])
  expect((await auditLines(world)).filter((line) => line === 'portal.sign_out ok')).toHaveLength(1)
  const tab = new Browser(world)
  tab.session = old
  expect([await outcome(current(tab)), await leave(tab)]).toEqual(['NOT_SIGNED_IN', { done: true }])

  const link = await invite(world, clinic, await addParticipant(world, clinic), VERBAL)
  await sit(browser, link.token)
  await browser.verify(VERBAL)
  const page = browser.inviteSession
  await leave(browser)
  browser.inviteSession = page
  expect(await outcome(browser.accept('kim@example.org'))).toBe('LINK_NOT_WORKING')
  // What was not accepted stays pending: the letter's typed code opens it, and the verbal code is asked for again.
  expect(await sit(browser, link.shortCode)).toMatchObject({ step: 'verbal_code' })
  expect(await outcome(browser.accept('kim@example.org'))).toBe('LINK_NOT_WORKING')
})

test('product item 11: the address that the history of the clinic’s browser keeps opens nothing any more, here or elsewhere', async () => {
  const link = await invite(world, clinic, await addParticipant(world, clinic))
  const before = await inviteRow(world, link.inviteId)
  const browser = new Browser(world)
  await sit(browser, link.token)
  await leave(browser)
  expect(await outcome(sit(browser, link.token))).toBe('LINK_NOT_WORKING')
  expect(await outcome(new Browser(world).open(link.token))).toBe('LINK_NOT_WORKING')
  const row = await inviteRow(world, link.inviteId)
  expect([row.accepted_at, row.revoked_at, row.superseded_at]).toEqual([null, null, null])
  expect(row.short_hash).toEqual(before.short_hash)
  expect(await details('invite.opened')).toEqual([{ kiosk: true }])
  // A code that was typed stands in no history.
  for (const _ of [1, 2]) expect(await sit(new Browser(world), link.shortCode)).toMatchObject({ step: 'register' })
})

test('product item 11: of many openings of one link at once, on two processes, one gets the visit', async () => {
  const other = openWorld(await database.openAgain())
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  const tries = Array.from({ length: 12 }, (_, n) => outcome(sit(new Browser(n % 2 ? other : world), token)))
  expect(tally(await Promise.all(tries))).toEqual({ ok: 1, LINK_NOT_WORKING: 11 })
  expect(await pages()).toHaveLength(1)
})

test('product item 11: who stopped before the last consent goes on at home with the ordinary sign-in', async () => {
  const { browser } = await seated()
  await agreeOnce(browser)
  await leave(browser)
  const phone = new Browser(world)
  await phone.signIn()
  expect(await current(phone)).toMatchObject({ step: 2 })
  expect(await phone.agreeToAll()).toBe(2)
  expect(await outcome((await phone.api()).record.own())).toBe('ok')
})

test('product item 11: leaving ends no ordinary session and no ordinary invite of the same browser', async () => {
  const { browser } = await joined(world, clinic)
  const other = await invite(world, clinic, await addParticipant(world, clinic))
  await browser.open(other.token)
  await leave(browser)
  expect(cookies(browser)).toHaveLength(2)
  expect(await outcome((await browser.api()).record.own())).toBe('ok')
  expect(await outcome((await browser.api()).invite.current())).toBe('ok')
  expect(await stay(browser)).toBe('LINK_NOT_WORKING')
})

test('product item 11: the quick exit signs out of a visit too, whichever part of it is open', async () => {
  const { browser } = await seated()
  await (await browser.api()).auth.signOut()
  expect([cookies(browser), await sessions()]).toEqual([[], []])
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  await sit(browser, token)
  await (await browser.api()).auth.signOut()
  expect([cookies(browser), await pages()]).toEqual([[], []])
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

test('product item 11: what an ordinary visitor gains by saying "kiosk" is less; what a kiosk does not say it stays', async () => {
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  const browser = new Browser(world)
  await sit(browser, token)
  const registration = { email: 'robin@example.org', displayName: 'R', password: 'a wide harbour at dawn' } as const
  await (await browser.api()).invite.accept({ ...registration, language: 'en', shared: false })
  expect(await sessions()).toMatchObject([{ kiosk: true, shared: true }])
  const odd = { token, kiosk: false } as unknown as { token: string; kiosk: true }
  expect(await outcome((await new Browser(world).api()).invite.open(odd))).toBe('INVALID_INPUT')
})

test('product item 11 W3: a sign-in in the browser of a visit ends the visit', async () => {
  await joined(world, clinic, 'ada@example.org')
  const { browser } = await seated()
  const old = browser.session
  await browser.signIn('ada@example.org')
  const tab = new Browser(world)
  tab.session = old
  expect(await outcome(current(tab))).toBe('NOT_SIGNED_IN')
  expect((await sessions()).filter(({ kiosk }) => kiosk)).toEqual([])
  expect(await (await browser.api()).auth.me()).toMatchObject({ email: 'ada@example.org' })
})

test('product item 11 W4 T5: on two server processes: a visit ended on one is over on the other, of many last presses one counts', async () => {
  const other = openWorld(await database.openAgain())
  const { browser, participantId } = await seated()
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
  expect(await sessions()).toEqual([])
  const given = await world.db.selectFrom('consent').selectAll().where('participant_id', '=', participantId).execute()
  expect(given.length).toBeGreaterThanOrEqual(2)
  expect(new Set(given.map((row) => row.document_id)).size).toBe(given.length)
})

test('product item 11 W4: an account that staff revoke meanwhile ends the visit with the next request', async () => {
  const { browser, participantId } = await seated()
  await world.db
    .updateTable('account')
    .set({ disabled_at: START })
    .where('participant_id', '=', participantId)
    .execute()
  expect([await outcome(current(browser)), await stay(browser)]).toEqual(['NOT_SIGNED_IN', 'LINK_NOT_WORKING'])
  expect(await leave(browser)).toEqual({ done: true })
  expect(cookies(browser)).toEqual([])
})

test('product item 11 M5: a clinic that requires a second factor asks for it at home, not here', async () => {
  await database.drop()
  database = await createTestDatabase()
  world = openWorld(database)
  clinic = await addClinic(world, { mfaRequired: true })
  const { browser } = await seated()
  for (let text = 1; text <= 3; text++) await agreeOnce(browser)
  expect(cookies(browser)).toEqual([])
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
  expect([cookies(browser), await sessions()]).toEqual([[], []])
  expect((await inviteRow(slow, inviteId)).accepted_at).toBeNull()
})
