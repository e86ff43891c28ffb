import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendAudit } from '../../server/audit/auditStore'
import { publishConsentTexts, readConsentTexts } from '../../server/consent/consentTexts'
import { makeDemoClinic } from '../../server/demo/demoClinic'
import { seedDemo } from '../../server/demo/seedDemo'
import { inTransaction } from '../../server/platform/database/transaction'
import { consentsTotal } from '../../shared/consent/consentRules'
import { NOW } from '../rules/recordKit'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

const CONSENT = join(import.meta.dirname, '../../resources/consent')
const demo = makeDemoClinic({ seed: 7, participants: 6000, now: NOW, randomBytes })
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const deps = {
  hashPassword: async (password: string) => `hash of ${password.length}`,
  sealTotp: (secret: Buffer) => Buffer.from(secret),
  appendAudit,
  epoch: randomUUID(),
  now: NOW,
}

test('Y3: a demo clinic loads whole, with a rev of its own for every row', async () => {
  await seedDemo(database.db, demo, deps)
  const people = await database.db.selectFrom('participant').select(['id', 'rev', 'fields', 'created_at']).execute()
  const byId = new Map(people.map((row) => [row.id, row]))
  expect(people.length).toBe(6000)
  for (const person of demo.participants.slice(0, 60)) {
    expect(byId.get(person.id)?.fields).toEqual(person.fields)
    expect(byId.get(person.id)?.created_at).toEqual(person.createdAt)
  }
  const scope = await database.db.selectFrom('scope').select('rev').execute()
  expect(scope.length).toBe(demo.scope.length)
  const staff = await database.db.selectFrom('staff').select('rev').execute()
  const revs = [...people, ...scope, ...staff].map(({ rev }) => rev)
  expect(new Set(revs).size).toBe(revs.length)
})

test('U1: the audit log names the clinic and every colleague, without a name', async () => {
  const rows = await database.db.selectFrom('audit_log').select(['action', 'detail']).orderBy('seq').execute()
  expect(rows.map(({ action }) => action)).toEqual(['clinic.created', ...demo.staff.map(() => 'staff.created')])
  expect(rows[0]?.detail).toEqual({ demo: true, participants: 6000 })
})

test('a second load fails and leaves everything as it was', async () => {
  await expect(seedDemo(database.db, demo, deps)).rejects.toThrow()
  const { count } = await database.db
    .selectFrom('participant')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  expect(Number(count)).toBe(6000)
})

test('I9: the three texts in three languages are published once, and never change under the same version', async () => {
  const texts = readConsentTexts(CONSENT)
  expect([texts.length, consentsTotal(texts)]).toEqual([9, 3])
  for (const { title, body, hash } of texts) {
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    const words = body.split(/\s+/).length
    expect(words >= 150 && words <= 300).toBe(true)
    expect(`${title}${body}`).not.toMatch(/\r|\n{3}|\t|<|>/)
  }
  const publish = (some: typeof texts) => inTransaction(database.db, (tx) => publishConsentTexts(tx, some))
  await publish(texts)
  await publish(texts)
  const changed = texts.map((text, at) => (at === 0 ? { ...text, body: 'other', hash: '0'.repeat(64) } : text))
  await expect(publish(changed)).rejects.toThrow('without a new version number')
})
