import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { listProcedures } from '../../server/platform/trpc/procedures'
import { type PortalServer, startPortalServer } from '../invites/portalServer'
import {
  addClinic,
  addParticipant,
  after,
  auditLines,
  Browser,
  type Clinic,
  HOUR,
  invite,
  joined,
  openWorld,
  tally,
  type World,
} from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

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

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/

test('S0.1 S4.4: the participant sees their own details, the starred contact first', async () => {
  const [home, work] = [randomUUID(), randomUUID()]
  const emails = {
    [work]: { value: 'a@work.example', label: 'work' },
    [home]: { value: 'z@home.example', label: 'home' },
  }
  const fields = { givenName: 'Noor', emails, defaultEmail: home, preferredName: 'N', pronouns: 'they' }
  const participantId = await addParticipant(world, clinic, fields)
  const browser = new Browser(world)
  await browser.open((await invite(world, clinic, participantId)).token)
  await browser.accept()
  await browser.agreeToAll()
  expect(await (await browser.api()).record.own()).toMatchObject({
    givenName: 'Noor',
    preferredName: 'N',
    pronouns: 'they',
    birthDate: '1984-03-09',
    programName: 'Day program',
    emails: [
      { value: 'z@home.example', label: 'home', isDefault: true },
      { value: 'a@work.example', label: 'work', isDefault: false },
    ],
    clinic: { name: 'Alder Clinic', phone: '555 0100', minPasswordLength: 15 },
  })
})

test('G1 G2: no answer to a participant holds an id, a name of staff, a hash, a note or anything of another person', async () => {
  await addParticipant(world, clinic, { givenName: 'Othermost' })
  const { browser, participantId } = await joined(world, clinic)
  // A field that a later version adds to the stored record must not come out by itself.
  const row = await world.db
    .selectFrom('participant')
    .select('fields')
    .where('id', '=', participantId)
    .executeTakeFirstOrThrow()
  const fields = JSON.stringify({ ...row.fields, internalNote: 'canary note' })
  await world.db.updateTable('participant').set({ fields }).where('id', '=', participantId).execute()
  const cookie = `__Host-vestibule=${browser.session}`
  const answers = await Promise.all(
    ['record.own', 'auth.me', 'consent.current', 'clinic.public'].map((name) => server.read(name, cookie)),
  )
  for (const { status, body } of answers) {
    expect(status).toBe(200)
    expect(body).not.toMatch(UUID)
    for (const hidden of ['Sam Reed', 'canary', 'Othermost', 'hash":"$', browser.session])
      expect(body).not.toContain(hidden)
  }
})

test('G1: two participants each see their own record and cannot ask for another', async () => {
  const [one, two] = [
    await joined(world, clinic, 'one@example.org'),
    await joined(world, clinic, 'two@example.org', 'a second pass phrase'),
  ]
  const own = async (browser: Browser) => (await (await browser.api()).record.own()).fileNumber
  expect(await own(one.browser)).not.toBe(await own(two.browser))
  const input = encodeURIComponent(JSON.stringify({ participantId: two.participantId }))
  const answer = await server.read(`record.own?input=${input}`, `__Host-vestibule=${one.browser.session}`)
  expect(answer.status).toBe(400)
  expect(answer.body).not.toContain(await own(two.browser))
})

test('D2 W1: without a portal session every procedure behind the gate is refused, whatever the cookie holds', async () => {
  const { browser } = await joined(world, clinic)
  const cookies = [
    '',
    '__Host-vestibule=',
    `__Host-vestibule=${'A'.repeat(43)}`,
    `__Host-vestibule-invite=${browser.session}`,
    `vestibule=${browser.session}`,
    `__Host-vestibule=${browser.session}; __Host-vestibule=${'A'.repeat(43)}`,
    `__Host-vestibule=${browser.session}' or 1=1`,
  ]
  for (const cookie of cookies) {
    for (const name of ['record.own', 'auth.me', 'consent.current']) {
      expect([cookie, (await server.read(name, cookie)).status]).toEqual([cookie, 401])
    }
  }
})

test('U1: looking at the record is one audit row a session, not one a request', async () => {
  const { browser } = await joined(world, clinic)
  await Promise.all(Array.from({ length: 6 }, async () => (await browser.api()).record.own()))
  world.now = after(HOUR)
  await (await browser.api()).record.own()
  expect(tally(await auditLines(world))['portal.record_viewed ok']).toBe(1)
  await browser.signIn()
  await (await browser.api()).record.own()
  expect(tally(await auditLines(world))['portal.record_viewed ok']).toBe(2)
})

test('product.md, languages: letters and messages follow the language that somebody chose in the portal, theirs alone', async () => {
  const mine = await joined(world, clinic)
  const other = await joined(world, clinic, 'other@example.org')
  await (await mine.browser.api()).auth.setLanguage({ language: 'fr' })
  const stored = await world.db.selectFrom('account').select(['participant_id', 'language']).execute()
  expect(Object.fromEntries(stored.map((row) => [row.participant_id, row.language]))).toEqual({
    [mine.participantId]: 'fr',
    [other.participantId]: 'en',
  })
  expect((await (await mine.browser.api()).auth.me()).language).toBe('fr')
})

test('T2 Q1: every portal procedure declares its audience and rate; whatever takes a secret is never batched', () => {
  const table = listProcedures(world.router).map((p) => `${p.path} ${p.kind} ${p.audience} ${p.rate} ${p.batchable}`)
  expect(table.sort()).toEqual([
    'accessLog.list query portal read true',
    'auth.me query pre_consent read false',
    'auth.openLink mutation public auth false',
    'auth.openReset mutation public auth false',
    'auth.request query public read false',
    'auth.requestCode mutation public send false',
    'auth.requestLink mutation public send false',
    'auth.requestReset mutation public send false',
    'auth.resend mutation public send false',
    'auth.reset mutation public auth false',
    'auth.second query public read false',
    'auth.setLanguage mutation pre_consent write false',
    'auth.signIn mutation public auth false',
    'auth.signOut mutation public auth false',
    'auth.stay mutation pre_consent auth false',
    'auth.verifyCode mutation public auth false',
    'auth.verifySecond mutation public auth false',
    'clinic.public query public read true',
    'consent.agree mutation pre_consent write false',
    'consent.current query pre_consent read false',
    'consent.receipts query pre_consent read false',
    'corrections.disagree mutation portal write false',
    'corrections.letter query portal read false',
    'corrections.list query portal read true',
    'corrections.submit mutation portal write false',
    'corrections.withdraw mutation portal write false',
    'files.limits query portal read true',
    'files.remove mutation portal write false',
    'invite.accept mutation invite auth false',
    'invite.askAgain mutation invite auth false',
    'invite.current query invite read false',
    'invite.open mutation invite auth false',
    'invite.verify mutation invite auth false',
    'kiosk.leave mutation public write false',
    'kiosk.stay mutation invite read false',
    'messages.list query portal read true',
    'messages.read mutation portal write false',
    'messages.send mutation portal send false',
    'record.giveDetails mutation portal write false',
    'record.own query portal read true',
    'security.beginFactor mutation portal auth false',
    'security.changeEmail mutation portal send false',
    'security.changePassword mutation portal auth false',
    'security.changePhone mutation portal send false',
    'security.confirmContact mutation portal auth false',
    'security.confirmFactor mutation portal auth false',
    'security.endOtherSessions mutation portal write false',
    'security.endSession mutation portal write false',
    'security.history query portal read true',
    'security.newRecoveryCodes mutation portal auth false',
    'security.reauthenticate mutation portal auth false',
    'security.removeFactor mutation portal auth false',
    'security.removePhone mutation portal write false',
    'security.renameFactor mutation portal write false',
    'security.sessions query portal read true',
    'security.setAppLock mutation portal write false',
    'security.unlock mutation pre_consent auth false',
    'security.verifyEmail mutation portal send false',
    'security.view query portal read false',
  ])
})
