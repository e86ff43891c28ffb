import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConflictDoc } from '../../shared/sync/conflictSchemas'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { auditRows, type Clinic, edit, setScope, staffId } from '../sync/support/clinic'
import { openPushSite, outcomes, type PushSite } from '../sync/support/pushSite'

let site: PushSite
let clinic: Clinic
let other: Clinic
beforeAll(async () => {
  site = await openPushSite()
  clinic = site.clinic
  other = site.other
})
afterAll(() => site.close())

type Choice = Extract<OutboxItem, { kind: 'conflict.resolve' }>['choice']

/** A participant whose address says "first" while "second" was kept as the value that lost. */
async function conflicted() {
  const id = site.somebody()
  await clinic.push('staff', [edit(id, { address: ['', 'first'] })])
  const [result] = await clinic.push('manager', [edit(id, { address: ['', 'second'] })])
  const [conflict] = result?.conflicts ?? []
  if (!conflict) throw new Error('there was no conflict')
  return { id, conflict }
}

function choice({ participantId, id }: ConflictDoc, chosen: Choice, value: unknown, base: unknown = 'first') {
  const about = { participantId, conflictId: id, writeId: randomUUID() }
  return { kind: 'conflict.resolve', ...about, choice: chosen, base, value } as OutboxItem
}

const addressOf = async (id: string) => (await site.record(id)).fields.address

test('Y6, U1: the value that lost is written as an edit, the row stays as history, and both are in the audit log', async () => {
  const { id, conflict } = await conflicted()
  const before = await auditRows(clinic, 'conflict.resolved')
  const item = choice(conflict, 'lost', 'second')
  const results = await clinic.push('manager', [item])
  expect(outcomes(results)).toEqual(['applied'])
  expect(results[0]?.participant?.address).toBe('second')
  expect(await addressOf(id)).toBe('second')
  const [row] = await site.conflictsOf(id)
  expect(row).toMatchObject({ choice: 'lost', resolved_by: staffId('manager'), resolved_value: 'second' })
  expect(row).toMatchObject({ lost_value: 'second', kept_value: 'first' })
  expect((await auditRows(clinic, 'conflict.resolved')) - before).toBe(1)
  expect(await clinic.push('manager', [item])).toEqual(results)
  expect((await auditRows(clinic, 'conflict.resolved')) - before).toBe(1)
})

test('Y6: keeping what stands changes the record in nothing', async () => {
  const { id, conflict } = await conflicted()
  const { rev } = await site.record(id)
  const [result] = await clinic.push('staff', [choice(conflict, 'kept', 'first')])
  expect(result).toMatchObject({ outcome: 'applied', conflicts: [{ choice: 'kept', resolvedByName: 'Ms staff' }] })
  expect((await site.record(id)).rev).toBe(rev)
})

test('Y6: a third value is checked like the field, and stored', async () => {
  const { id, conflict } = await conflicted()
  expect(outcomes(await clinic.push('staff', [choice(conflict, 'other', 'x\u0007')]))).toEqual([
    'refused invalid_value',
  ])
  expect(outcomes(await clinic.push('staff', [choice(conflict, 'other', 'third ')]))).toEqual(['applied'])
  expect(await addressOf(id)).toBe('third')
  expect((await site.conflictsOf(id))[0]).toMatchObject({ choice: 'other', resolved_value: 'third' })
})

test('Y6: a field that changed again meanwhile is not overwritten; the answer carries record and conflict', async () => {
  const { id, conflict } = await conflicted()
  await clinic.push('staff', [edit(id, { address: ['first', 'moved'] })])
  const results = await clinic.push('manager', [choice(conflict, 'lost', 'second')])
  expect(outcomes(results)).toEqual(['conflict field_changed'])
  expect(results[0]).toMatchObject({
    participant: { address: 'moved' },
    conflicts: [{ id: conflict.id, resolvedAt: null }],
  })
  expect(await addressOf(id)).toBe('moved')
  expect(outcomes(await clinic.push('manager', [choice(conflict, 'lost', 'second', 'moved')]))).toEqual(['applied'])
})

test('Y6: of two people on one conflict over two server processes one decides, the other learns what was chosen', async () => {
  for (let round = 0; round < 4; round++) {
    const { id, conflict } = await conflicted()
    const answers = await Promise.all([
      clinic.push('staff', [choice(conflict, 'lost', 'second')]),
      other.push('manager', [choice(conflict, 'other', 'third')]),
    ])
    const both = answers.map((results) => outcomes(results)[0])
    expect([...both].sort()).toEqual(['applied', 'conflict conflict_over'])
    const chosen = both[0] === 'applied' ? 'second' : 'third'
    expect(await addressOf(id)).toBe(chosen)
    const late = answers.flat().find(({ outcome }) => outcome === 'conflict')
    expect(late?.conflicts?.[0]).toMatchObject({
      resolvedValue: chosen,
      choice: chosen === 'second' ? 'lost' : 'other',
    })
  }
})

test('Y6: a choice and an edit of the same field at once over two processes never lose a value in silence', async () => {
  for (let round = 0; round < 4; round++) {
    const { id, conflict } = await conflicted()
    const [[chosen], [edited]] = await Promise.all([
      clinic.push('staff', [choice(conflict, 'lost', 'second')]),
      other.push('manager', [edit(id, { address: ['first', 'edited'] })]),
    ])
    const now = await addressOf(id)
    if (chosen?.outcome === 'applied') {
      expect([now, edited?.outcome]).toEqual(['second', 'conflict'])
      expect((await site.conflictsOf(id)).map((row) => row.lost_value)).toContain('edited')
    } else expect([now, chosen?.reason]).toEqual(['edited', 'field_changed'])
  }
})

test('Y7, D1: a conflict of somebody out of scope, of another participant or of nobody is refused', async () => {
  const { id, conflict } = await conflicted()
  const { conflict: foreign } = await conflicted()
  const crossed = { ...choice(conflict, 'kept', 'first'), conflictId: foreign.id } as OutboxItem
  expect(outcomes(await clinic.push('staff', [crossed]))).toEqual(['refused unknown_conflict'])
  expect(outcomes(await clinic.push('staff2', [choice(conflict, 'kept', 'first')]))).toEqual(['refused out_of_scope'])
  expect(outcomes(await clinic.push('auditor', [choice(conflict, 'kept', 'first')]))).toEqual(['refused out_of_scope'])
  await setScope(clinic, 'staff', id, false)
  expect(outcomes(await clinic.push('staff', [choice(conflict, 'kept', 'first')]))).toEqual(['refused out_of_scope'])
  await setScope(clinic, 'staff', id, true)
  expect((await site.conflictsOf(id))[0]?.resolved_at).toBeNull()
})

test('Y6: a program that does not exist is no third value', async () => {
  const id = site.somebody()
  const [from, to] = clinic.programs
  await clinic.push('admin', [edit(id, { programId: [from, to] })])
  const [result] = await clinic.push('admin', [edit(id, { programId: [randomUUID(), from] })])
  const conflict = result?.conflicts?.[0]
  if (!conflict) throw new Error('there was no conflict')
  const item = choice(conflict, 'other', randomUUID(), to)
  expect(outcomes(await clinic.push('admin', [item]))).toEqual(['refused invalid_value'])
  expect(outcomes(await clinic.push('admin', [choice(conflict, 'lost', from, to)]))).toEqual(['applied'])
  expect((await site.record(id)).program_id).toBe(from)
})

test('Y3: a decided conflict reaches every console of the scope with choice, value, name and time', async () => {
  const { conflict } = await conflicted()
  const { checkpoint } = await clinic.pull('manager')
  await clinic.push('staff', [choice(conflict, 'lost', 'second')])
  const { rows } = await clinic.pull('manager', { checkpoint })
  expect(rows.conflicts).toMatchObject([
    { id: conflict.id, choice: 'lost', resolvedValue: 'second', resolvedByName: 'Ms staff' },
  ])
  expect(Date.parse(rows.conflicts?.[0]?.resolvedAt ?? '')).toBeGreaterThan(0)
})
