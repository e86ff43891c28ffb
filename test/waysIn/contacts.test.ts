import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDemoClinic } from '../../server/demo/demoClinic'
import { seedDemo } from '../../server/demo/seedDemo'
import { updateParticipants } from '../../server/participants/participantStore'
import { inTransaction, nextRev } from '../../server/platform/database/transaction'
import { normalisePhone } from '../../server/platform/phone'
import { accountsReachedBy, emailContact, phoneContact } from '../../server/waysIn/contacts'
import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import { maskEmail, maskPhone, plainCode } from '../../shared/waysIn/waysInRules'
import { addParticipant, START } from '../invites/portalWorld'
import { createTestDatabase } from '../support/postgres'
import { contacts, openScene, person, type Scene, setAccount } from './waysInWorld'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(async () => await scene.database.drop())

const reachedBy = async (typed: string) => {
  const contact = typed.includes('@') ? emailContact(typed) : phoneContact(typed, 'US')
  const found = await accountsReachedBy(scene.world.db, contact, 'US')
  return found.map(({ participant_id, to }) => [participant_id, to])
}

async function edit(id: string, change: Partial<ParticipantFields>): Promise<void> {
  await inTransaction(scene.world.db, async (tx) => {
    const { fields } = await tx
      .selectFrom('participant')
      .select('fields')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const rev = await nextRev(tx)
    const author = { staffId: scene.clinic.staffId, displayName: 'Sam Reed' }
    await updateParticipants(tx, [{ id, rev, fields: { ...fields, ...change }, meta: {} }], author, START)
  })
}

test('S3.5: an email or number of the record is found however it is written, and after every edit', async () => {
  const held = contacts({ emails: ['Kim.Lee@Example.org'], phones: ['604.555.0177'] })
  const { participantId: id } = await person(scene, { emails: [], phones: [] }, 'kim@typed.example')
  expect(await reachedBy('kim.lee@example.org')).toEqual([])
  await edit(id, held)
  expect(await reachedBy('  KIM.LEE@example.ORG ')).toEqual([[id, 'Kim.Lee@Example.org']])
  for (const typed of ['6045550177', '+1 (604) 555-0177', '1-604-555-0177'])
    expect(await reachedBy(typed)).toEqual([[id, '+16045550177']])
  await edit(id, { givenName: 'Kimberley' })
  expect(await reachedBy('6045550177')).toHaveLength(1)
  await edit(id, contacts({ emails: ['new@example.org'], phones: ['604.555.0178'] }))
  expect([await reachedBy('kim.lee@example.org'), await reachedBy('6045550177')]).toEqual([[], []])
  expect([(await reachedBy('new@example.org')).length, (await reachedBy('6045550178')).length]).toEqual([1, 1])
  await edit(id, contacts({}))
  expect([await reachedBy('new@example.org'), await reachedBy('6045550178')]).toEqual([[], []])
})

test('a number that only ends alike, or belongs to another country, reaches nobody', async () => {
  await person(scene, { phones: ['604 555 0191'] }, 'ends@typed.example')
  for (const typed of ['212 555 0191', '+44 604 555 0191', '0191', '50191', '', 'abc'])
    expect(await reachedBy(typed)).toEqual([])
})

test('S3.5: a contact that was proved counts, one that was typed does not, and one account is found once', async () => {
  const { participantId: id } = await person(scene, { emails: ['both@example.org'] }, 'both@example.org')
  await setAccount(scene.world, id, { phone: '604 555 0166', phone_norm: '+16045550166' })
  expect(await reachedBy('604 555 0166')).toEqual([])
  await setAccount(scene.world, id, { phone_verified_at: START, email_verified_at: START })
  expect(await reachedBy('604 555 0166')).toEqual([[id, '+16045550166']])
  expect(await reachedBy('both@example.org')).toHaveLength(1)
})

test('a record without an account reaches nobody', async () => {
  await addParticipant(scene.world, scene.clinic, contacts({ emails: ['no.account@example.org'] }))
  expect(await reachedBy('no.account@example.org')).toEqual([])
})

test('the index of contacts holds exactly what the records hold, also after the demo clinic was loaded by SQL', async () => {
  const database = await createTestDatabase()
  const demo = makeDemoClinic({ seed: 3, participants: 120, now: START, randomBytes: (size) => new Uint8Array(size) })
  await seedDemo(database.db, demo, {
    hashPassword: async () => '-',
    sealTotp: () => Buffer.alloc(1),
    appendAudit: async () => undefined,
    epoch: randomUUID(),
    now: START,
  })
  const rows = await database.db.selectFrom('participant_contact').selectAll().execute()
  const people = await database.db.selectFrom('participant').select(['id', 'fields']).execute()
  const wanted = people.flatMap(({ id, fields }) => [
    ...Object.values(fields.emails).map(({ value }) => `email ${value.trim().toLowerCase()} ${id}`),
    ...Object.values(fields.phones).map(({ value }) => `phone ${value.replace(/\D/g, '').slice(-5)} ${id}`),
  ])
  expect(people).toHaveLength(120)
  expect(rows.map(({ kind, key, participant_id }) => `${kind} ${key} ${participant_id}`).sort()).toEqual(
    [...new Set(wanted)].sort(),
  )
  await database.drop()
})

test('looking a contact up reads an index, not every record', async () => {
  const plan = await scene.database.db
    .selectFrom('participant_contact')
    .selectAll()
    .where('kind', '=', 'email')
    .where('key', '=', randomUUID())
    .explain('json')
  expect(JSON.stringify(plan)).toMatch(/Index|Bitmap/)
})

test('the last five digits of a number stay the same when it is normalised', () => {
  for (const typed of ['604 555 0142', '+44 20 7946 0958', '(0)20 7946 0958', '+33 1 23 45 67 89'])
    for (const country of ['US', 'GB', 'FR']) {
      const norm = normalisePhone(typed, country)
      if (norm !== null) expect(norm.slice(-5)).toBe(typed.replace(/\D/g, '').slice(-5))
    }
})

test('S3.13: masked contacts show enough to know one again and never a length', () => {
  expect(maskEmail('robin@example.org')).toBe('r•••n@e•••.org')
  expect(maskEmail(' bo@mail.example.co.uk ')).toBe('b•••@m•••.uk')
  expect(maskEmail('x@y')).toBe('x•••@y•••')
  expect(maskEmail('no address')).toBe('n•••s')
  expect(maskEmail('')).toBe('•••')
  expect(maskPhone('+1 604 555 0142')).toBe('••••••••42')
  expect(maskPhone('')).toBe('••••••••')
  expect(plainCode(' 123-4\u00a056\u2011')).toBe('123456')
})
