import { afterAll, beforeEach, expect, test } from 'vitest'
import { requireFull } from '../../server/portal/portalProcedures'
import {
  addClinic,
  addParticipant,
  auditLines,
  Browser,
  type Clinic,
  invite,
  inviteRow,
  joined,
  openWorld,
  outcome,
  START,
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

const VERBAL = '482 913'
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
  expect(await sessionsIn(world)).toMatchObject([{ kiosk: true, shared: true, lock_minutes: null }])
  expect([await agreeOnce(browser), await agreeOnce(browser)].map(({ step }) => step)).toEqual([2, 3])
  expect(browser.cleared).toBe(0)
  expect((await agreeOnce(browser)).text).toBeNull()
  expect([cookiesOf(browser), browser.cleared]).toEqual([[], 1])
  expect([await sessionsIn(world), await pagesIn(world)]).toEqual([[], []])
  const phone = new Browser(world)
  await phone.signIn()
  expect(await (await phone.api()).auth.me()).toMatchObject({ consentDone: true, shared: false })
  expect(await details('invite.opened')).toEqual([{ kiosk: true }])
  expect(await details('invite.accepted')).toEqual([{ participant: participantId, kiosk: true }])
})

test('product item 11: a visit may read the next consent and agree, and nothing else, also once all consents are given', async () => {
  const { browser, participantId } = await seated(world, clinic)
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
  expect(cookiesOf(browser)).toEqual([browser.inviteSession])
  expect(await sessionsIn(world)).toEqual([])
  expect((await pagesIn(world)).map(({ kiosk }) => kiosk)).toEqual([true])
  const tab = new Browser(world)
  tab.session = old
  expect(await outcome((await tab.api()).auth.me())).toBe('NOT_SIGNED_IN')
  await browser.accept('robin@example.org')
  expect(await sessionsIn(world)).toMatchObject([{ kiosk: true, lock_minutes: null }])
  expect(await details('portal.sign_out')).toEqual([{ kiosk: true }])
})

test('product item 11: a link that does not work ends what was there all the same, and is answered like any other', async () => {
  const { browser } = await joined(world, clinic)
  expect(await outcome(sit(browser, 'x'.repeat(43)))).toBe('LINK_NOT_WORKING')
  expect([cookiesOf(browser), await sessionsIn(world)]).toEqual([[], []])
})

test('product item 11: leaving ends the opened invite and the session, twice is once, and without either it is answered alike', async () => {
  const { browser } = await seated(world, clinic)
  const old = browser.session
  expect(await leave(browser)).toEqual({ done: true })
  expect(await leave(browser)).toEqual({ done: true })
  expect([cookiesOf(browser), await sessionsIn(world), browser.cleared]).toEqual([[], [], 2])
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

test('product item 11: who stopped before the last consent goes on at home with the ordinary sign-in', async () => {
  const { browser } = await seated(world, clinic)
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
  expect(cookiesOf(browser)).toHaveLength(2)
  expect(await outcome((await browser.api()).record.own())).toBe('ok')
  expect(await outcome((await browser.api()).invite.current())).toBe('ok')
  expect(await stay(browser)).toBe('LINK_NOT_WORKING')
})

test('product item 11: the quick exit signs out of a visit too, whichever part of it is open', async () => {
  const { browser } = await seated(world, clinic)
  await (await browser.api()).auth.signOut()
  expect([cookiesOf(browser), await sessionsIn(world)]).toEqual([[], []])
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  await sit(browser, token)
  await (await browser.api()).auth.signOut()
  expect([cookiesOf(browser), await pagesIn(world)]).toEqual([[], []])
})

test('product item 11: what an ordinary visitor gains by saying "kiosk" is less; what a kiosk does not say it stays', async () => {
  const { token } = await invite(world, clinic, await addParticipant(world, clinic))
  const browser = new Browser(world)
  await sit(browser, token)
  const registration = { email: 'robin@example.org', displayName: 'R', password: 'a wide harbour at dawn' } as const
  await (await browser.api()).invite.accept({ ...registration, language: 'en', shared: false })
  expect(await sessionsIn(world)).toMatchObject([{ kiosk: true, shared: true }])
  const odd = { token, kiosk: false } as unknown as { token: string; kiosk: true }
  expect(await outcome((await new Browser(world).api()).invite.open(odd))).toBe('INVALID_INPUT')
})
