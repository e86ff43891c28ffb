import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { applyEditRun } from '../../server/participants/participantEdits'
import { inTransaction, nextRev } from '../../server/platform/database/transaction'
import type { ClinicSettings } from '../../shared/clinic/clinicSchemas'
import type { SubmitCorrection } from '../../shared/corrections/correctionSchemas'
import {
  addClinic,
  type Clinic,
  joined,
  openWorld,
  outcome,
  START,
  staffCaller,
  type World,
} from '../invites/portalWorld'
import { mails } from '../messages/messageWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { staffDecides, type Wish } from './correctionWorld'

let database: TestDatabase
let world: World
let clinic: Clinic
let person: Awaited<ReturnType<typeof joined>>
let count = 0

beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
  clinic = await addClinic(world)
})
beforeEach(async () => {
  world.now = START
  count++
  person = await joined(world, clinic, `e${count}@example.org`)
  await world.db.deleteFrom('outbox_message').execute()
})
afterAll(async () => {
  await database.drop()
})

const api = async (who = person) => (await who.browser.api()).corrections
const fieldsOf = async () =>
  (
    await world.db
      .selectFrom('participant')
      .select('fields')
      .where('id', '=', person.participantId)
      .executeTakeFirstOrThrow()
  ).fields
async function submit(more: Partial<SubmitCorrection> = {}, who = person) {
  const nothing = { changes: [], description: 'Something is wrong.', messageId: null, persons: [], fileIds: [] }
  return await (await api(who)).submit({ id: randomUUID(), ...nothing, ...more })
}
async function threeFields() {
  const { familyName, birthDate } = await fieldsOf()
  return await submit({
    changes: [
      { field: 'familyName', seen: familyName, proposed: 'Marshall' },
      { field: 'birthDate', seen: birthDate || null, proposed: '1984-03-19' },
      { field: 'pronouns', seen: null, proposed: 'they/them' },
    ],
  })
}
const decide = (correctionId: string, wish: Wish) =>
  staffDecides(world, clinic, { participantId: person.participantId, correctionId }, wish)
const partly = {
  kind: 'correction.decide',
  accepted: ['familyName', 'pronouns'] as string[],
  ground: 'accurate_complete',
  answer: 'Your passport says the 9th.',
} as const
const acceptAll: Wish = {
  kind: 'correction.decide',
  accepted: ['familyName', 'birthDate', 'pronouns'],
  ground: null,
  answer: '',
}
const denyAll: Wish = { ...partly, accepted: [] }
async function message(author: 'staff' | 'participant', body: string, of = person): Promise<string> {
  const id = randomUUID()
  await inTransaction(world.db, async (tx) => {
    const row = { id, rev: await nextRev(tx), participant_id: of.participantId, author, author_id: clinic.staffId }
    await tx
      .insertInto('message')
      .values({ ...row, author_name: 'Sam Reed', body, sent_at: START })
      .execute()
  })
  return id
}
async function upload(of = person): Promise<string> {
  const id = randomUUID()
  const file = { name: 'passport.pdf', type: 'pdf', size: 1200, created_at: START } as const
  await world.db
    .insertInto('file')
    .values({ id, participant_id: of.participantId, ...file })
    .execute()
  return id
}
async function setCorrections(corrections: Partial<ClinicSettings['corrections']>) {
  const row = await world.db.selectFrom('clinic').select('settings').executeTakeFirstOrThrow()
  const whole = { profile: 'days_60_30', holidays: [], complaints: { en: '', fr: '', es: '' }, ...corrections }
  await world.db
    .updateTable('clinic')
    .set(({ eb }) => ({
      settings: JSON.stringify({ ...(row.settings as object), corrections: whole }),
      rev: eb('rev', '+', 1),
    }))
    .execute()
}
const auditOf = async (id: string) =>
  await world.db.selectFrom('audit_log').selectAll().where('target_id', '=', id).orderBy('seq').execute()

test('S0.17, G3: field by field: what is accepted stands in the record, what is not stays, and each has its verdict', async () => {
  const before = await fieldsOf()
  const { id } = await threeFields()
  expect(await decide(id, partly)).toMatchObject({
    outcome: 'applied',
    participant: { familyName: 'Marshall', pronouns: 'they/them', birthDate: before.birthDate },
    corrections: [
      {
        state: 'partly_accepted',
        ground: 'accurate_complete',
        changes: [{ verdict: 'accepted' }, { verdict: 'denied' }, { verdict: 'accepted' }],
      },
    ],
  })
  expect(await fieldsOf()).toMatchObject({ familyName: 'Marshall', birthDate: before.birthDate })
  expect(await (await api()).list()).toMatchObject([
    {
      state: 'partly_accepted',
      changes: [{ seen: before.familyName, verdict: 'accepted' }, { verdict: 'denied' }, {}],
    },
  ])
})

test('G3: a decision that does not fit the request is refused by name and changes nothing', async () => {
  const before = await fieldsOf()
  const { id } = await threeFields()
  const wrong: readonly (readonly [object, string])[] = [
    [{ accepted: ['familyName'], ground: null, answer: 'x' }, 'ground_missing'],
    [{ accepted: ['familyName'], answer: '' }, 'answer_missing'],
    [{ accepted: [], ground: null, answer: '' }, 'ground_missing'],
    [{ accepted: ['address'] }, 'malformed'],
    [{ accepted: ['familyName', 'familyName'] }, 'malformed'],
    [{ accepted: ['familyName', 'birthDate', 'pronouns'] }, 'malformed'],
  ]
  for (const [more, reason] of wrong)
    expect([reason, await decide(id, { ...partly, ...more })]).toMatchObject([reason, { outcome: 'refused', reason }])
  expect(await fieldsOf()).toEqual(before)
  expect(await (await api()).list()).toMatchObject([{ state: 'submitted' }])
})

test('product.md, item 7: one of the fields has changed meanwhile: the whole decision is a conflict, none of the fields is written', async () => {
  const { id } = await threeFields()
  const { birthDate, ...before } = await fieldsOf()
  const edit = {
    kind: 'edit',
    writeId: randomUUID(),
    participantId: person.participantId,
    changes: [{ path: 'birthDate', base: birthDate, value: '1984-03-10' }],
  } as const
  await inTransaction(world.db, (tx) =>
    applyEditRun(tx, staffCaller(world, clinic, 'admin'), [{ ...edit, changes: [...edit.changes] }], randomUUID),
  )
  expect(await decide(id, acceptAll)).toMatchObject({
    outcome: 'conflict',
    reason: 'field_changed',
    corrections: [{ id, state: 'submitted' }],
  })
  expect(await fieldsOf()).toMatchObject({ ...before, birthDate: '1984-03-10' })
  // The others can still be accepted: the field that moved is denied now.
  expect(await decide(id, partly)).toMatchObject({ outcome: 'applied' })
})

test('S0.26: one field can become only one thing, and a stale field stops the whole request', async () => {
  const { familyName } = await fieldsOf()
  const change = { field: 'familyName', seen: familyName, proposed: 'Marshall' } as const
  expect(await outcome(submit({ changes: [change, { ...change, proposed: 'Marsch' }] }))).toBe('INVALID_INPUT')
  expect(await outcome(submit({ changes: [change, { field: 'pronouns', seen: 'ze', proposed: 'x' }] }))).toBe(
    'INVALID_INPUT',
  )
  expect(await (await api()).list()).toEqual([])
})

test('S0.26: a request about a message quotes it in the server’s own copy; only what the clinic wrote to this person counts', async () => {
  const long = `On 3 March we agreed on something else. ${'x'.repeat(900)}`
  const other = await joined(world, clinic, `f${count}@example.org`)
  const made = await submit({ messageId: await message('staff', long) })
  expect(made.quote).toMatch(/^On 3 March we agreed.*…$/)
  expect([...(made.quote ?? '')]).toHaveLength(500)
  for (const messageId of [await message('participant', 'Mine'), await message('staff', 'Theirs', other), randomUUID()])
    expect(await outcome(submit({ messageId }))).toBe('INVALID_INPUT')
  expect(JSON.stringify(await (await api()).list())).not.toContain('Theirs')
})

test('S0.26, F1: uploads are taken up by the request, and one that is taken or somebody else’s stops it', async () => {
  const other = await joined(world, clinic, `g${count}@example.org`)
  const own = await upload()
  const id = randomUUID()
  const made = await submit({ id, fileIds: [own] })
  expect(made.files).toEqual([{ id: own, name: 'passport.pdf', type: 'pdf', size: 1200 }])
  expect(await submit({ id, fileIds: [own] })).toEqual(made)
  expect(await outcome(submit({ id }))).toBe('INVALID_INPUT')
  for (const fileIds of [[own], [await upload(other)], [randomUUID()]])
    expect(await outcome(submit({ fileIds }))).toBe('INVALID_INPUT')
  expect(await decide(id, denyAll)).toMatchObject({ corrections: [{ files: [{ name: 'passport.pdf' }] }] })
  expect(await (await api()).list()).toHaveLength(1)
})

test('G3: persons whom the participant names are ticked off once, after the decision, by those who may decide', async () => {
  const persons = [
    { name: 'Dr. Lee', contact: '416 555 0188' },
    { name: 'Aunt May', contact: '' },
  ]
  const { id } = await submit({ persons })
  const row = await world.db.selectFrom('correction').select('persons').where('id', '=', id).executeTakeFirstOrThrow()
  const personId = row.persons[0]?.id ?? ''
  const told: Wish = { kind: 'correction.told', personId }
  expect(await decide(id, told)).toMatchObject({ reason: 'not_decided' })
  await decide(id, { kind: 'correction.decide', accepted: [], ground: null, answer: 'The note was put right.' })
  expect(await decide(id, { ...told, personId: randomUUID() })).toMatchObject({ reason: 'unknown_person' })
  const about = { participantId: person.participantId, correctionId: id }
  expect(await staffDecides(world, clinic, about, told, 'front_desk')).toMatchObject({ reason: 'role' })
  expect(await decide(id, told)).toMatchObject({
    corrections: [{ persons: [{ toldByName: 'Sam Reed' }, { toldAt: null }] }],
  })
  expect(await decide(id, told)).toMatchObject({ reason: 'already_told' })
  const [seen] = await (await api()).list()
  expect(seen?.persons).toEqual([
    { ...persons[0], toldAt: START.toISOString() },
    { ...persons[1], toldAt: null },
  ])
  expect(JSON.stringify(await auditOf(id))).not.toMatch(/Lee|0188/)
})

test('G3, 45 CFR 164.526(d): a statement of disagreement also after a part was denied, one rebuttal, told by mail, then closed', async () => {
  await world.db
    .updateTable('account')
    .set({ email_verified_at: START })
    .where('participant_id', '=', person.participantId)
    .execute()
  const { id } = await threeFields()
  await decide(id, partly)
  expect(await decide(id, { kind: 'correction.rebut', text: 'Too early' })).toMatchObject({ reason: 'not_disagreed' })
  expect(await decide(id, { kind: 'correction.close' })).toMatchObject({ reason: 'not_disagreed' })
  await (await api()).disagree({ id, statement: 'It is the 19th.' })
  expect(await decide(id, { kind: 'correction.rebut', text: 'We read it again.' })).toMatchObject({
    corrections: [{ state: 'rebuttal', rebuttedByName: 'Sam Reed' }],
  })
  expect(await decide(id, { kind: 'correction.rebut', text: 'And again.' })).toMatchObject({ reason: 'not_disagreed' })
  expect(await decide(id, { kind: 'correction.close' })).toMatchObject({ corrections: [{ state: 'closed' }] })
  expect(await decide(id, { kind: 'correction.close' })).toMatchObject({ reason: 'already_closed' })
  expect(await (await api()).list()).toMatchObject([{ state: 'closed', rebuttal: 'We read it again.' }])
  expect(await mails(world)).toHaveLength(2)
  expect((await auditOf(id)).map(({ action }) => action)).toEqual([
    'correction.submitted',
    'correction.partly_accepted',
    'write.refused',
    'write.refused',
    'correction.disagreed',
    'correction.rebutted',
    'write.refused',
    'correction.closed',
    'write.refused',
  ])
})

test('G3: the law at receipt holds: a change of the clinic’s law moves no date of a request that is under way', async () => {
  await setCorrections({ profile: 'business_30', holidays: ['2026-04-03'] })
  const { id, dueOn } = await submit()
  expect(dueOn).toBe('2026-04-14')
  await setCorrections({ profile: 'days_60_30' })
  expect(await (await api()).list()).toMatchObject([{ dueOn: '2026-04-14' }])
  const extend = (until: string) => decide(id, { kind: 'correction.extend', until, reason: 'The file is archived.' })
  expect(await extend('2026-05-27')).toMatchObject({ reason: 'extension_date' })
  expect(await extend('2026-05-26')).toMatchObject({ corrections: [{ dueOn: '2026-05-26', profile: 'business_30' }] })
  expect((await submit()).dueOn).toBe('2026-05-01')
})

test('G3: letters read as they were given out, whatever the clinic is called later; an altered one is not shown', async () => {
  const { id } = await threeFields()
  await decide(id, { kind: 'correction.extend', until: '2026-05-20', reason: 'The file is archived.' })
  await world.db
    .updateTable('account')
    .set({ language: 'fr' })
    .where('participant_id', '=', person.participantId)
    .execute()
  await decide(id, partly)
  await world.db.updateTable('clinic').set({ name: 'New Name', phone: '1' }).execute()
  const letters = await api()
  const decision = await letters.letter({ id, kind: 'decision' })
  expect(decision).toMatchObject({ language: 'fr', version: 1, date: '2 mars 2026' })
  expect(decision.from[0]).toBe('Alder Clinic')
  expect(JSON.stringify(decision)).not.toMatch(/Sam Reed/)
  expect(await letters.letter({ id, kind: 'extension' })).toMatchObject({ language: 'en' })
  const [row] = await (await api()).list()
  expect(row?.letters).toEqual(['extension', 'decision'])
  const stored = await world.db.selectFrom('correction').select('letter').where('id', '=', id).executeTakeFirstOrThrow()
  const audited = (await auditOf(id)).find(({ action }) => action === 'correction.partly_accepted')
  expect(audited?.detail).toMatchObject({ letter: stored.letter?.hash, accepted: 2, of: 3 })
  await world.db.updateTable('correction').set({ answer: 'Forged' }).where('id', '=', id).execute()
  await expect(letters.letter({ id, kind: 'decision' })).rejects.toThrow('altered')
})

test('G1: a letter of somebody else is answered like one that does not exist', async () => {
  const { id } = await submit()
  const other = await joined(world, clinic, `h${count}@example.org`)
  expect(await outcome((await api()).letter({ id, kind: 'decision' }))).toBe('NOT_FOUND')
  await decide(id, denyAll)
  await (await api()).letter({ id, kind: 'decision' })
  expect(await outcome((await api(other)).letter({ id, kind: 'decision' }))).toBe('NOT_FOUND')
})

test('product.md, item 7: what an earlier console queued as accept or deny is decided as a whole', async () => {
  const first = await threeFields()
  expect(await decide(first.id, { kind: 'correction.accept', answer: '' })).toMatchObject({
    outcome: 'applied',
    corrections: [
      { state: 'accepted', changes: [{ verdict: 'accepted' }, { verdict: 'accepted' }, { verdict: 'accepted' }] },
    ],
  })
  const second = await submit()
  const deny: Wish = { kind: 'correction.deny', ground: 'not_in_record', answer: 'It is not in the record.' }
  expect(await decide(second.id, deny)).toMatchObject({ corrections: [{ state: 'denied', ground: 'not_in_record' }] })
  expect(await decide(second.id, deny)).toMatchObject({ outcome: 'conflict', reason: 'decided_already' })
})
