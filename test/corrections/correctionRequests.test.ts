import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { MOST_OPEN_CORRECTIONS } from '../../shared/corrections/correctionLimits'
import type { SubmitCorrection } from '../../shared/corrections/correctionSchemas'
import { addClinic, type Clinic, DAY, joined, openWorld, outcome, START, type World } from '../invites/portalWorld'
import { mails } from '../messages/messageWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { staffDecides, type Wish } from './correctionWorld'

let database: TestDatabase
let world: World
let clinic: Clinic
let person: Awaited<ReturnType<typeof joined>>
let family = ''
let count = 0

beforeAll(async () => {
  database = await createTestDatabase()
  world = openWorld(database)
  clinic = await addClinic(world)
})
beforeEach(async () => {
  world.now = START
  count++
  person = await joined(world, clinic, `c${count}@example.org`)
  family = (await recordOf(person.participantId)).familyName
  await world.db.deleteFrom('outbox_message').execute()
})
afterAll(async () => {
  await database.drop()
})

async function recordOf(id: string) {
  return (await world.db.selectFrom('participant').select('fields').where('id', '=', id).executeTakeFirstOrThrow())
    .fields
}
type Asked = SubmitCorrection['changes'][number]
async function submit(change: Asked | null, more: Partial<SubmitCorrection> = {}, who = person) {
  const api = await who.browser.api()
  return await api.corrections.submit({
    id: randomUUID(),
    changes: change === null ? [] : [change],
    description: '',
    messageId: null,
    persons: [],
    fileIds: [],
    ...more,
  })
}
const newName = (proposed = 'Marshall') => ({ field: 'familyName', seen: family, proposed }) as const
const about = (correctionId: string, who = person) => ({ participantId: who.participantId, correctionId })
const accept = { kind: 'correction.accept', answer: '' } as const
const deny: Extract<Wish, { kind: 'correction.decide' }> = {
  kind: 'correction.decide',
  accepted: [],
  ground: 'accurate_complete',
  answer: 'It is right as it stands.',
}
async function list(who = person) {
  return await (await who.browser.api()).corrections.list()
}
async function verify() {
  await world.db
    .updateTable('account')
    .set({ email_verified_at: world.now })
    .where('participant_id', '=', person.participantId)
    .execute()
}
async function reasonOf(work: Promise<unknown>) {
  return await work.then(
    () => 'ok',
    (error: { cause?: { detail?: { reason?: string } }; detail?: { reason?: string } }) =>
      error.detail?.reason ?? error.cause?.detail?.reason ?? String(error),
  )
}

test('S0.26: the participant marks a field and proposes a value; the old one as they saw it stays readable', async () => {
  const made = await submit(newName(), { description: 'It is misspelt.' })
  expect(made).toMatchObject({
    state: 'submitted',
    changes: [{ field: 'familyName', seen: family, proposed: 'Marshall', verdict: null }],
    dueOn: '2026-05-01',
  })
  expect(await staffDecides(world, clinic, about(made.id), accept)).toMatchObject({
    outcome: 'applied',
    participant: { familyName: 'Marshall', updatedBy: 'Sam Reed' },
    corrections: [
      {
        state: 'accepted',
        changes: [{ old: family, proposed: 'Marshall', verdict: 'accepted' }],
        decidedById: clinic.staffId,
        decidedByName: 'Sam Reed',
      },
    ],
  })
  expect((await recordOf(person.participantId)).familyName).toBe('Marshall')
  expect(await list()).toMatchObject([
    { state: 'accepted', changes: [{ seen: family, proposed: 'Marshall', verdict: 'accepted' }] },
  ])
})

test('S0.26: a press that is repeated after a lost answer makes one request, also when both arrive together', async () => {
  const id = randomUUID()
  const all = await Promise.all([submit(newName(), { id }), submit(newName(), { id }), submit(newName(), { id })])
  expect(new Set(all.map((made) => made.id))).toEqual(new Set([id]))
  await staffDecides(world, clinic, about(id), accept)
  expect(await submit(newName(), { id })).toMatchObject({ state: 'accepted' })
  expect(await outcome(submit(newName('Other'), { id }))).toBe('INVALID_INPUT')
  expect(await list()).toHaveLength(1)
})

test('G1: crossed ids: somebody else’s request is neither seen, withdrawn, answered nor taken for one of the own', async () => {
  const other = await joined(world, clinic, `d${count}@example.org`)
  const theirs = await submit(null, { description: 'About me' }, other)
  const api = await person.browser.api()
  expect(await list()).toEqual([])
  expect(await outcome(api.corrections.withdraw({ id: theirs.id }))).toBe('NOT_FOUND')
  expect(await outcome(api.corrections.withdraw({ id: randomUUID() }))).toBe('NOT_FOUND')
  expect(await outcome(api.corrections.disagree({ id: theirs.id, statement: 'x' }))).toBe('NOT_FOUND')
  expect(await outcome(submit(null, { id: theirs.id, description: 'About me' }))).toBe('INVALID_INPUT')
  expect(await staffDecides(world, clinic, about(theirs.id), deny)).toMatchObject({ reason: 'unknown_correction' })
  expect(await list(other)).toMatchObject([{ state: 'submitted' }])
})

test('G2: what the participant sees names no colleague and no path of the record', async () => {
  const made = await submit({ field: 'phone', seen: null, proposed: '+1 416 555 0199' })
  await staffDecides(world, clinic, about(made.id), deny)
  const text = JSON.stringify(await list())
  expect(text).not.toMatch(/Sam Reed|phone:/)
  expect(text).not.toContain(clinic.staffId)
})

test('S0.26: a stale or wrong value is refused by name and nothing is stored', async () => {
  expect(await reasonOf(submit({ field: 'familyName', seen: 'Somebody', proposed: 'X' }))).toBe('field_changed')
  expect(await reasonOf(submit({ field: 'email', seen: null, proposed: 'no address' }))).toBe('invalid_value')
  expect(await reasonOf(submit({ field: 'birthDate', seen: null, proposed: '1884-01-01' }))).toMatch(
    /field_changed|invalid_value/,
  )
  expect(await list()).toEqual([])
})

test('S0.26: at most 20 requests wait; withdrawing one makes room', async () => {
  const first = await submit(null, { description: 'One' })
  for (let at = 1; at < MOST_OPEN_CORRECTIONS; at++) await submit(null, { description: `Request ${at}` })
  expect(await reasonOf(submit(null, { description: 'More' }))).toBe('too_many_open')
  const api = await person.browser.api()
  expect(await api.corrections.withdraw({ id: first.id })).toMatchObject({ state: 'withdrawn' })
  expect(await api.corrections.withdraw({ id: first.id })).toMatchObject({ state: 'withdrawn' })
  await submit(null, { description: 'More' })
  expect(await staffDecides(world, clinic, about(first.id), accept)).toMatchObject({
    outcome: 'conflict',
    reason: 'correction_over',
    corrections: [{ id: first.id, state: 'withdrawn' }],
  })
})

test('product.md, item 7: two decisions on one request at the same time: one is applied, the other is told so', async () => {
  const { id } = await submit(newName())
  const results = await Promise.all([
    staffDecides(world, clinic, about(id), accept),
    staffDecides(world, clinic, about(id), deny),
    staffDecides(world, clinic, about(id), accept),
  ])
  expect(results.map(({ outcome: one, reason }) => reason ?? one).sort()).toEqual([
    'applied',
    'decided_already',
    'decided_already',
  ])
  const [after] = await list()
  expect((await recordOf(person.participantId)).familyName).toBe(after?.state === 'accepted' ? 'Marshall' : family)
})

test('product.md, item 7: a field that changed since is not overwritten, unless it says already what was proposed', async () => {
  const { id } = await submit(newName())
  const setName = async (familyName: string) =>
    await world.db
      .updateTable('participant')
      .set({ fields: JSON.stringify({ ...(await recordOf(person.participantId)), familyName }) })
      .where('id', '=', person.participantId)
      .execute()
  await setName('Changed')
  expect(await staffDecides(world, clinic, about(id), accept)).toMatchObject({
    outcome: 'conflict',
    reason: 'field_changed',
    corrections: [{ state: 'submitted' }],
  })
  expect(await list()).toMatchObject([{ state: 'submitted' }])
  await setName('Marshall')
  const accepted = await staffDecides(world, clinic, about(id), accept)
  expect(accepted).toMatchObject({ outcome: 'applied', corrections: [{ state: 'accepted' }] })
  expect(accepted.participant).toBeUndefined()
})

test('G3: extended once and before the due date; a denial carries ground and text and opens a statement of disagreement', async () => {
  const { id } = await submit(null, { description: 'The note of 3 March is not about me.' })
  const extend = (until: string) =>
    staffDecides(world, clinic, about(id), { kind: 'correction.extend', until, reason: 'The file is archived.' })
  expect(await staffDecides(world, clinic, about(id), { kind: 'correction.acknowledge' })).toMatchObject({
    corrections: [{ state: 'acknowledged' }],
  })
  expect(await extend('2026-06-01')).toMatchObject({ reason: 'extension_date' })
  expect(await extend('2026-05-31')).toMatchObject({ corrections: [{ dueOn: '2026-05-31' }] })
  expect(await extend('2026-06-15')).toMatchObject({ reason: 'already_extended' })
  const api = await person.browser.api()
  expect(await reasonOf(api.corrections.disagree({ id, statement: 'Too early' }))).toBe('not_denied')
  await staffDecides(world, clinic, about(id), { ...deny, ground: 'not_created_by_us' })
  expect(await reasonOf(api.corrections.withdraw({ id }))).toBe('correction_over')
  const statement = 'I did not say that.'
  await api.corrections.disagree({ id, statement })
  expect(await api.corrections.disagree({ id, statement })).toMatchObject({
    state: 'disagreement',
    ground: 'not_created_by_us',
    extensionReason: 'The file is archived.',
    disagreement: statement,
  })
  expect(await reasonOf(api.corrections.disagree({ id, statement: 'Another' }))).toBe('not_denied')
})

test('G3: after the due day no extension, but still a decision', async () => {
  const { id } = await submit(newName())
  world.now = new Date(START.getTime() + 62 * DAY)
  const extend = { kind: 'correction.extend', until: '2026-05-20', reason: 'Late' } as const
  expect(await staffDecides(world, clinic, about(id), extend)).toMatchObject({ reason: 'extension_late' })
  expect(await staffDecides(world, clinic, about(id), accept)).toMatchObject({ outcome: 'applied' })
})

test('G3, Y5: an answer is late when the due day is over where the clinic is, by the server’s clock; what is decided is not late', async () => {
  const moveTo = async (zone: string) =>
    await world.db
      .updateTable('clinic')
      .set(({ eb }) => ({ time_zone: zone, rev: eb('rev', '+', 1) }))
      .execute()
  await moveTo('America/Toronto')
  const { id } = await submit(newName())
  await world.db.updateTable('correction').set({ due_on: '2026-03-02' }).where('id', '=', id).execute()
  const lateAt = async (at: string) => {
    world.now = new Date(at)
    return (await list()).map(({ overdue }) => overdue)
  }
  // It is 3 March already in Auckland, and in UTC.
  expect(await lateAt('2026-03-03T04:59:59Z')).toEqual([false])
  expect(await lateAt('2026-03-03T05:00:00Z')).toEqual([true])
  await staffDecides(world, clinic, about(id), accept)
  expect(await lateAt('2026-03-03T05:00:01Z')).toEqual([false])
  await moveTo('UTC')
})

test('U1, U2: every step is audited without a word of it, and the participant is told by mail without one', async () => {
  await verify()
  const { id } = await submit(newName('SECRETNAME'), { description: 'SECRETWORDS' })
  await staffDecides(world, clinic, about(id), { kind: 'correction.acknowledge' })
  await staffDecides(world, clinic, about(id), { ...deny, answer: 'SECRETANSWER' })
  await (await person.browser.api()).corrections.disagree({ id, statement: 'SECRETSTATEMENT' })
  const rows = await world.db
    .selectFrom('audit_log')
    .selectAll()
    .where('target_kind', '=', 'correction')
    .where('target_id', '=', id)
    .orderBy('seq')
    .execute()
  expect(rows.map(({ actor_kind, action }) => `${actor_kind} ${action}`)).toEqual([
    'participant correction.submitted',
    'staff correction.acknowledged',
    'staff correction.denied',
    'participant correction.disagreed',
  ])
  const sent = await mails(world)
  expect(sent).toMatchObject([
    { to: `c${count}@example.org`, links: ['https://portal.example.org/portal/corrections'] },
  ])
  expect(JSON.stringify([rows, sent])).not.toContain('SECRET')
  const { events } = await (await person.browser.api()).accessLog.list({ before: null })
  const kinds = events.map(({ who, what }) => `${who} ${what}`)
  for (const kind of ['staff correction_handled', 'staff correction_decided', 'you own_correction'])
    expect(kinds).toContain(kind)
})

test('product.md, Roles: the front desk and auditors are refused before anything is looked up', async () => {
  const { id } = await submit(newName())
  for (const role of ['front_desk', 'auditor'] as const)
    for (const correctionId of [id, randomUUID()])
      expect(await staffDecides(world, clinic, about(correctionId), accept, role)).toMatchObject({ reason: 'role' })
  for (const role of ['admin', 'manager', 'staff'] as const) {
    const made = await submit(null, { description: role })
    expect(await staffDecides(world, clinic, about(made.id), deny, role)).toMatchObject({ outcome: 'applied' })
  }
})
