import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { applyEditRun } from '../../server/participants/participantEdits'
import { inTransaction, nextRev } from '../../server/platform/database/transaction'
import type { GivenDetails } from '../../shared/accounts/portalSchemas'
import type { ClinicSettings } from '../../shared/clinic/clinicSchemas'
import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import {
  addClinic,
  addParticipant,
  Browser,
  type Clinic,
  invite,
  openWorld,
  outcome,
  staffCaller,
  type World,
} from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

const NOTHING: GivenDetails = { preferredName: '', pronouns: '', address: '', phone: '' }
const ALL: GivenDetails = { preferredName: 'Ro', pronouns: 'they', address: '1 Elm Road\nTown', phone: '+1 555 0101' }

let database: TestDatabase
let world: World
let clinic: Clinic
let count = 0
beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
  clinic = await addClinic(world)
})
beforeEach(async () => {
  await set('optional')
})
afterAll(async () => {
  await database.drop()
})

async function set(details: ClinicSettings['registration']['details']) {
  const settings = JSON.stringify({ registration: { askHolder: true, details, offerMfa: true } })
  await world.db.updateTable('clinic').set({ rev: sql`rev + 1`, settings }).execute()
}
/** Registered, with this much in the record; the consents are still to come. */
async function registered(fields: Partial<ParticipantFields> = {}) {
  count++
  const participantId = await addParticipant(world, clinic, fields)
  const browser = new Browser(world)
  await browser.open((await invite(world, clinic, participantId)).token)
  await browser.accept(`d${count}@example.org`)
  const give = async (given: Partial<GivenDetails>) =>
    await (await browser.api()).record.giveDetails({ ...NOTHING, ...given })
  const wanted = async () => (await (await browser.api()).auth.me())?.detailsWanted
  return { participantId, browser, give, wanted }
}
async function record(participantId: string) {
  return await world.db.selectFrom('participant').selectAll().where('id', '=', participantId).executeTakeFirstOrThrow()
}
async function auditOf(participantId: string) {
  const rows = await world.db
    .selectFrom('audit_log')
    .select(['actor_kind', 'detail'])
    .where('action', '=', 'account.details_given')
    .where('target_id', '=', participantId)
    .execute()
  return rows
}

test('S4.13: after the consents registration asks for what the clinic does not have, once', async () => {
  const { browser, give, wanted } = await registered()
  expect(await wanted()).toBe(false)
  expect(await outcome(give(ALL))).toBe('CONSENT_REQUIRED')
  await browser.agreeToAll()
  expect(await wanted()).toBe(true)
  await give(ALL)
  expect(await wanted()).toBe(false)
  expect(await (await browser.api()).record.own()).toMatchObject({
    preferredName: 'Ro',
    pronouns: 'they',
    address: '1 Elm Road\nTown',
    phones: [{ value: '+1 555 0101', isDefault: true }],
  })
})

test('S4.13: what the clinic has is never overwritten, whatever is sent; only what was empty is filled', async () => {
  const phone = randomUUID()
  const phones = { [phone]: { value: '555 0199', label: 'home' } }
  const fields = { preferredName: 'Robbie', phones, defaultPhone: phone }
  const { participantId, browser, give } = await registered(fields)
  await browser.agreeToAll()
  await give(ALL)
  const { fields: after } = await record(participantId)
  expect(after).toMatchObject({ ...fields, pronouns: 'they', address: '1 Elm Road\nTown' })
  expect(after.phones).toEqual(phones)
})

test('S4.13: the record says who filled it in, moves on for the consoles, and the audit log has names of fields only', async () => {
  const { participantId, browser, give } = await registered()
  await browser.agreeToAll()
  const before = await record(participantId)
  await give({ pronouns: 'they', phone: '555 0101' })
  const after = await record(participantId)
  expect(after.rev).toBeGreaterThan(before.rev)
  expect([after.updated_by, after.updated_by_name]).toEqual([null, 'Robin M (portal)'])
  const [phone = ''] = Object.keys(after.fields.phones)
  expect(Object.keys(after.field_meta).sort()).toEqual(['defaultPhone', `phone:${phone}`, 'pronouns'])
  expect(after.field_meta.pronouns).toEqual({ by: 'Robin M (portal)', at: world.now.toISOString() })
  expect(await auditOf(participantId)).toEqual([
    { actor_kind: 'participant', detail: { fields: ['pronouns', `phone:${phone}`, 'defaultPhone'] } },
  ])
})

test('S4.13: "not now" counts as an answer and changes nothing; a second answer changes nothing either', async () => {
  const { participantId, browser, give, wanted } = await registered()
  await browser.agreeToAll()
  const before = await record(participantId)
  await give({})
  expect(await wanted()).toBe(false)
  await give(ALL)
  expect(await record(participantId)).toEqual(before)
  expect(await auditOf(participantId)).toEqual([])
})

test('S4.12: a clinic that does not ask is not answered, and nobody is asked for what is all there', async () => {
  const phone = randomUUID()
  const complete = {
    preferredName: 'R',
    pronouns: 'x',
    address: 'y',
    phones: { [phone]: { value: '55501', label: '' } },
  }
  const full = await registered({ ...complete, defaultPhone: phone })
  await full.browser.agreeToAll()
  expect(await full.wanted()).toBe(false)
  const { browser, give, wanted } = await registered()
  await browser.agreeToAll()
  await set('off')
  expect(await wanted()).toBe(false)
  expect(await outcome(give(ALL))).toBe('NOT_FOUND')
})

test('G2: fields that only staff may change and values that are no details are refused', async () => {
  const { browser } = await registered()
  await browser.agreeToAll()
  const api = await browser.api()
  const send = (more: object) => outcome(api.record.giveDetails({ ...ALL, ...more }))
  expect(await send({ fileNumber: 'F-1' })).toBe('INVALID_INPUT')
  expect(await send({ phone: 'call me' })).toBe('INVALID_INPUT')
  expect(await send({ preferredName: 'x'.repeat(81) })).toBe('INVALID_INPUT')
})

test('S4.13: staff and participant fill the same field at once: what staff wrote stays or becomes a conflict that they see', async () => {
  for (let round = 0; round < 6; round++) {
    const { participantId, browser, give } = await registered()
    await browser.agreeToAll()
    await world.db
      .insertInto('scope')
      .values({
        staff_id: clinic.staffId,
        participant_id: participantId,
        rev: await inTransaction(world.db, nextRev),
        active: true,
      })
      .execute()
    const changes = [{ path: 'pronouns', base: '', value: 'she' }]
    const item = { kind: 'edit', writeId: randomUUID(), participantId, changes } as const
    const caller = staffCaller(world, clinic)
    const [, [result]] = await Promise.all([
      give({ pronouns: 'they' }),
      inTransaction(world.db, (tx) => applyEditRun(tx, caller, [{ ...item, changes: [...changes] }], randomUUID)),
    ])
    const { fields } = await record(participantId)
    expect(fields.pronouns).toBe(result?.outcome === 'applied' ? 'she' : 'they')
    expect(result?.outcome === 'applied' || result?.outcome === 'conflict').toBe(true)
  }
})
