import { afterAll, beforeEach, expect, test } from 'vitest'
import { loadAccountDocs } from '../../server/accounts/accountStore'
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
  outcome,
  publishText,
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

const own = async (browser: Browser) => await outcome((await browser.api()).record.own())
const current = async (browser: Browser) => await (await browser.api()).consent.current()

/** Signed in, and nothing agreed to yet. */
async function registered() {
  const participantId = await addParticipant(world, clinic)
  const browser = new Browser(world)
  await browser.open((await invite(world, clinic, participantId)).token)
  await browser.accept()
  return { participantId, browser }
}

async function openText(browser: Browser) {
  const { text } = await current(browser)
  if (!text) throw new Error('nothing is open')
  const { documentId, version, language, hash } = text
  return { documentId, version, language, hash }
}
const agree = async (browser: Browser, agreement: Awaited<ReturnType<typeof openText>>) =>
  await outcome((await browser.api()).consent.agree(agreement))

test('S0.12 I9: three texts in order stand between registration and the record', async () => {
  const { browser } = await registered()
  const asked: string[] = []
  for (const step of [1, 2, 3]) {
    expect(await own(browser)).toBe('CONSENT_REQUIRED')
    const open = await current(browser)
    expect([open.step, open.total]).toEqual([step, 3])
    asked.push(open.text?.documentId ?? '')
    expect(await agree(browser, await openText(browser))).toBe('ok')
  }
  expect(asked).toEqual(['privacy', 'data_use', 'rights'])
  expect(await current(browser)).toEqual({ step: 3, total: 3, text: null })
  expect(await own(browser)).toBe('ok')
})

test('I9: version, language, server time and text hash are stored, and each consent is one audit row', async () => {
  const { participantId, browser } = await registered()
  await publishText(world, 'privacy', 1, 'fr')
  const { text } = await (await browser.api()).consent.current({ language: 'fr' })
  expect(text?.language).toBe('fr')
  if (!text) return
  world.now = after(HOUR)
  await agree(browser, { documentId: text.documentId, version: text.version, language: text.language, hash: text.hash })
  const [row] = await world.db.selectFrom('consent').selectAll().execute()
  const agreed = { document_id: 'privacy', version: 1, language: 'fr', text_hash: text.hash, agreed_at: after(HOUR) }
  expect(row).toEqual({ id: row?.id, participant_id: participantId, ...agreed, address: '203.0.113.7' })
  const audit = await world.db.selectFrom('audit_log').selectAll().where('action', '=', 'consent.given').execute()
  expect(audit.map(({ detail }) => detail)).toEqual([
    { document: 'privacy', version: 1, language: 'fr', hash: text.hash },
  ])
})

test('I9: a new version closes the gate again on the next request, and only its own text is asked for', async () => {
  const { browser } = await joined(world, clinic)
  expect(await own(browser)).toBe('ok')
  await publishText(world, 'data_use', 2)
  expect(await own(browser)).toBe('CONSENT_REQUIRED')
  expect(await (await browser.api()).auth.me()).toMatchObject({ consentDone: false })
  expect(await current(browser)).toMatchObject({ step: 3, total: 3, text: { documentId: 'data_use', version: 2 } })
  expect(await browser.agreeToAll()).toBe(1)
  expect(await own(browser)).toBe('ok')
})

test('S2.70 I9: while a newer version waits the receipts stay readable, and nothing else is', async () => {
  const { browser } = await joined(world, clinic)
  const receipts = async () => await (await browser.api()).consent.receipts()
  const before = await receipts()
  expect(before).toHaveLength(3)
  await publishText(world, 'data_use', 2)
  const marked = before.map((receipt) =>
    receipt.documentId === 'data_use' ? { ...receipt, isCurrent: false } : receipt,
  )
  expect(await receipts()).toEqual(marked)
  const api = await browser.api()
  const others = [api.record.own(), api.messages.list(), api.accessLog.list({ before: null }), api.security.view()]
  expect(await Promise.all(others.map(outcome))).toEqual(Array(4).fill('CONSENT_REQUIRED'))
  expect(await outcome((await new Browser(world).api()).consent.receipts())).toBe('NOT_SIGNED_IN')
})

test('I9: a text that changed while it was being read cannot be agreed to', async () => {
  const { browser } = await registered()
  const read = await openText(browser)
  await publishText(world, 'privacy', 2)
  expect(await agree(browser, read)).toBe('CONSENT_CHANGED')
  const now = await openText(browser)
  expect(await agree(browser, { ...now, hash: read.hash })).toBe('CONSENT_CHANGED')
  expect(await agree(browser, { ...now, language: 'es' })).toBe('CONSENT_CHANGED')
  expect(await agree(browser, { ...now, version: 3 })).toBe('CONSENT_CHANGED')
  expect(await world.db.selectFrom('consent').selectAll().execute()).toEqual([])
  expect(await agree(browser, now)).toBe('ok')
})

test('S0.12: a later text cannot be agreed to before the one that is open', async () => {
  const { browser } = await registered()
  const text = await world.db
    .selectFrom('consent_text')
    .selectAll()
    .where('document_id', '=', 'rights')
    .executeTakeFirstOrThrow()
  const agreement = { documentId: 'rights', version: 1, language: 'en', hash: text.hash } as const
  expect(await agree(browser, agreement)).toBe('CONSENT_CHANGED')
  expect(await world.db.selectFrom('consent').selectAll().execute()).toEqual([])
})

test('pressing "I agree" ten times at once is one consent', async () => {
  const { browser } = await registered()
  const text = await openText(browser)
  const answers = await Promise.all(Array.from({ length: 10 }, () => agree(browser, text)))
  expect(tally(answers)).toEqual({ ok: 10 })
  expect(await world.db.selectFrom('consent').selectAll().execute()).toHaveLength(1)
  expect(tally(await auditLines(world))['consent.given ok']).toBe(1)
})

test('I9: an installation without its texts lets nobody pass', async () => {
  const { browser } = await joined(world, clinic)
  await world.db.deleteFrom('consent_text').where('document_id', '=', 'rights').execute()
  expect(await own(browser)).toBe('CONSENT_REQUIRED')
  await world.db.deleteFrom('consent_text').execute()
  expect(await own(browser)).toBe('CONSENT_REQUIRED')
})

test('S4.14 S4.15: staff see how many consents are given, each step under a new revision', async () => {
  const { participantId, browser } = await registered()
  const doc = async () => (await loadAccountDocs(world.db, [participantId]))[0]
  const seen = [await doc()]
  for (let n = 0; n < 3; n++) {
    await agree(browser, await openText(browser))
    seen.push(await doc())
  }
  expect(seen.map((account) => account?.consentsGiven)).toEqual([0, 1, 2, 3])
  expect(seen.map((account) => account?.consentedAt)).toEqual([null, null, null, START.toISOString()])
  const revs = seen.map((account) => account?.rev ?? 0)
  expect([...revs].sort((a, b) => a - b)).toEqual(revs)
  expect(new Set(revs).size).toBe(4)
  expect(seen[0]).toMatchObject({
    email: 'robin@example.org',
    displayName: 'Robin M',
    consentsTotal: 3,
    disabledAt: null,
  })
})

test('account documents are loaded in bulk, without the ids that have no account', async () => {
  const one = await joined(world, clinic, 'one@example.org')
  const two = await joined(world, clinic, 'two@example.org', 'a second pass phrase')
  const none = await addParticipant(world, clinic)
  const docs = await loadAccountDocs(world.db, [none, two.participantId, one.participantId])
  expect(docs.map(({ email, consentsGiven }) => `${email} ${consentsGiven}`).sort()).toEqual([
    'one@example.org 3',
    'two@example.org 3',
  ])
  expect(await loadAccountDocs(world.db, [])).toEqual([])
})
