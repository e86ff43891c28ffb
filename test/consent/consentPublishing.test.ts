import { createHash } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { loadAccountDocs } from '../../server/accounts/accountStore'
import { consentVersions, publishConsent } from '../../server/consent/consentPublishing'
import { consentHash, publishConsentTexts } from '../../server/consent/consentTexts'
import type { Connected } from '../../server/platform/database/connect'
import { inTransaction } from '../../server/platform/database/transaction'
import type { ConsentDocumentId, ConsentText } from '../../shared/consent/consentSchemas'
import { type ConsentDraft as Draft, decidePublish } from '../../shared/settings/consentPublishRules'
import {
  addClinic,
  addParticipant,
  Browser,
  type Clinic,
  invite,
  joined,
  openWorld,
  outcome,
  staffCaller,
  tally,
  type World,
} from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

let database: TestDatabase
let second: Connected
let world: World
/** Another process on the same database. */
let other: World
let clinic: Clinic

const close = async () => {
  await second?.close()
  await database?.drop()
}
beforeEach(async () => {
  await close()
  database = await createTestDatabase()
  second = await database.openAgain()
  world = openWorld(database)
  other = openWorld(second)
  clinic = await addClinic(world)
})
afterAll(close)

const words = (title: string, body = 'Clear words.') => ({ title, body })
const draft = (documentId: ConsentDocumentId, basedOn: number, change: Partial<Draft['texts']> = {}): Draft => ({
  documentId,
  basedOn,
  texts: { en: words('New'), fr: words('Nouveau'), es: words('Nuevo'), ...change },
})
const admin = (at: World = world) => staffCaller(at, clinic, 'admin')
const publish = (given: Draft, at: World = world) => publishConsent(at.deps, admin(at), given)
const own = async (browser: Browser) => outcome((await browser.api()).record.own())

test('I9: a version published by one process closes the gate of the other at the next request, and agreeing opens it again', async () => {
  const { participantId, browser } = await joined(other, clinic)
  const doc = async () => (await loadAccountDocs(world.db, [participantId]))[0]
  const before = await doc()
  expect([await own(browser), before?.consentsGiven]).toEqual(['ok', 3])
  const versions = await publish(draft('privacy', 1))
  expect(versions.find(({ documentId }) => documentId === 'privacy')).toMatchObject({
    version: 2,
    publishedByName: 'Sam Reed',
    publishedAt: world.now.toISOString(),
    agreed: 0,
    texts: { fr: words('Nouveau') },
  })
  expect(await own(browser)).toBe('CONSENT_REQUIRED')
  const after = await doc()
  expect([after?.consentsGiven, (after?.rev ?? 0) > (before?.rev ?? 0)]).toEqual([2, true])
  expect(await browser.agreeToAll()).toBe(1)
  expect(await own(browser)).toBe('ok')
  const counts = (await consentVersions(world.deps)).map(({ documentId, version, agreed }) => [
    documentId,
    version,
    agreed,
  ])
  expect(counts).toEqual([
    ['privacy', 2, 1],
    ['privacy', 1, 1],
    ['data_use', 1, 1],
    ['rights', 1, 1],
  ])
  const entry = await world.db
    .selectFrom('audit_log')
    .selectAll()
    .where('action', '=', 'consent.published')
    .executeTakeFirst()
  expect(entry?.detail).toEqual({ document: 'privacy', version: 2, languages: ['en', 'fr', 'es'] })
})

test('crossed versions: of many who publish from the same one on two processes, one wins and the others are told', async () => {
  const many = Array.from({ length: 10 }, (_, at) =>
    outcome(publish(draft('rights', 1, { en: words(`New ${at}`) }), at % 2 ? other : world)),
  )
  expect(tally(await Promise.all(many))).toEqual({ ok: 1, SETTINGS_CHANGED: 9 })
  expect(await outcome(publish(draft('rights', 1)))).toBe('SETTINGS_CHANGED')
  const rows = await world.db
    .selectFrom('consent_text')
    .selectAll()
    .where('document_id', '=', 'rights')
    .where('version', '>', 1)
    .execute()
  expect(rows).toHaveLength(3)
})

test('an agreement on its way to the old text while a new one is published never opens the gate', async () => {
  for (let round = 0; round < 5; round++) {
    const participantId = await addParticipant(world, clinic)
    const { token } = await invite(world, clinic, participantId)
    const browser = new Browser(other)
    await browser.open(token)
    await browser.accept(`p${round}@example.org`)
    await Promise.all([
      browser.agreeToAll(),
      publish(draft('data_use', round + 1, { en: words(`Round ${round}`) })),
    ]).catch((error) => expect(String(error)).toContain('CONSENT_CHANGED'))
    const { version } = (await consentVersions(world.deps)).find(({ documentId }) => documentId === 'data_use') ?? {
      version: 0,
    }
    const given = await world.db
      .selectFrom('consent')
      .select('version')
      .where('participant_id', '=', participantId)
      .where('document_id', '=', 'data_use')
      .where('version', '=', version)
      .execute()
    const all = await world.db
      .selectFrom('consent')
      .select('document_id')
      .where('participant_id', '=', participantId)
      .where('version', '=', 1)
      .where('document_id', '!=', 'data_use')
      .execute()
    expect(await own(browser)).toBe(given.length === 1 && all.length === 2 ? 'ok' : 'CONSENT_REQUIRED')
  }
})

test('S2.70: a receipt has the very words, their hash, version, language, time and address; an older one is marked', async () => {
  const { browser } = await joined(world, clinic)
  await publish(draft('privacy', 1))
  await browser.agreeToAll()
  const receipts = await (await browser.api()).consent.receipts()
  expect(receipts.map(({ documentId, isCurrent }) => [documentId, isCurrent]).sort()).toEqual([
    ['data_use', true],
    ['privacy', false],
    ['privacy', true],
    ['rights', true],
  ])
  for (const receipt of receipts) {
    expect(receipt.textHash).toBe(createHash('sha256').update(`${receipt.title}\n${receipt.body}`).digest('hex'))
    expect(receipt).toMatchObject({
      language: 'en',
      address: '203.0.113.7',
      agreedAt: world.now.toISOString(),
    })
  }
  const { browser: stranger } = await joined(world, clinic, 'second@example.org', 'another fine pass phrase')
  const theirs = await (await stranger.api()).consent.receipts()
  expect(theirs.some(({ id }) => receipts.some((receipt) => receipt.id === id))).toBe(false)
})

test('a later release leaves a document of the clinic alone, and still brings new versions of the others', async () => {
  const shipped = (documentId: ConsentDocumentId, version: number, title: string): ConsentText => ({
    ...{ documentId, version, language: 'en', title, body: 'Shipped.' },
    hash: consentHash(title, 'Shipped.'),
  })
  await publish(draft('privacy', 1))
  const release = [shipped('privacy', 2, 'Ours'), shipped('data_use', 2, 'Ours'), shipped('rights', 2, 'Ours')]
  await inTransaction(world.db, (tx) => publishConsentTexts(tx, release))
  const newest = (await consentVersions(world.deps)).filter(({ version }) => version === 2)
  expect(newest.map(({ documentId, texts }) => [documentId, texts.en.title])).toEqual([
    ['privacy', 'New'],
    ['data_use', 'Ours'],
    ['rights', 'Ours'],
  ])
})

test('a draft needs every language of the portal, whole; others may be left out; the same words are no new version', () => {
  const present = { version: 4, texts: { en: words('Old'), fr: words('Vieux') }, languages: ['en', 'fr'] as const }
  const none = words('', '')
  expect(decidePublish(draft('privacy', 4, { es: none }), present)).toEqual({
    ok: true,
    version: 5,
    languages: ['en', 'fr'],
  })
  const missing = (texts: Partial<Draft['texts']>) => {
    const decision = decidePublish(draft('privacy', 4, texts), present)
    return !decision.ok && decision.reason === 'invalid' ? decision.problems.map(({ path }) => path) : decision
  }
  expect(missing({ fr: none })).toEqual(['texts.fr.title', 'texts.fr.body'])
  expect(missing({ es: words('Solo', '') })).toEqual(['texts.es.body'])
  expect(missing({ en: words('Old'), fr: words('Vieux'), es: none })).toEqual(['texts'])
  expect(decidePublish(draft('privacy', 3), present)).toEqual({ ok: false, reason: 'changed' })
})
