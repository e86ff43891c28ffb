import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertCorrection } from '../../server/corrections/correctionStore'
import { inTransaction } from '../../server/platform/database/transaction'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic, NOW, setScope } from '../sync/support/clinic'

let database: TestDatabase
let clinic: Clinic
let mine: string
let theirs: string
beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 4)
  ;[mine = '', theirs = ''] = clinic.participants
})
afterAll(async () => {
  clinic.close()
  await database.drop()
})

async function requested(participantId: string): Promise<string> {
  const nothing = { changes: [], about: null, persons: [] }
  const terms = { profile: 'days_60_30', language: 'en', dueOn: '2099-05-01' } as const
  const words = { authorName: 'Ada', description: 'CLINICAL words', now: NOW, ...nothing, ...terms }
  const row = await inTransaction(clinic.db, (tx) =>
    insertCorrection(tx, { id: randomUUID(), participantId, ...words }),
  )
  return row.id
}
function denial(participantId: string, correctionId: string, writeId: string = randomUUID()) {
  const answer = { accepted: [], ground: 'accurate_complete', answer: 'It is right.' } as const
  return { kind: 'correction.decide', writeId, participantId, correctionId, ...answer } as const
}

test('S0.17 Y2: a decision from an outbox that is sent again is made once, and everybody in scope hears of it', async () => {
  const id = await requested(mine)
  const item = denial(mine, id)
  const [first] = await clinic.push('staff', [item])
  expect(first).toMatchObject({ outcome: 'applied', corrections: [{ id, state: 'denied' }] })
  expect(await clinic.push('staff', [item])).toEqual([first])
  expect((await clinic.push('manager', [denial(mine, id)]))[0]).toMatchObject({
    outcome: 'conflict',
    reason: 'decided_already',
    corrections: [{ id, state: 'denied' }],
  })
  const pulled = await clinic.pull('admin')
  expect(pulled.rows.corrections).toMatchObject([{ id, state: 'denied', decidedByName: 'Ms staff' }])
})

test('D1: a request of somebody else’s participant is neither pulled nor decided, by whichever id it is named', async () => {
  const id = await requested(theirs)
  expect((await clinic.push('staff', [denial(theirs, id)]))[0]).toMatchObject({ reason: 'out_of_scope' })
  expect((await clinic.push('staff', [denial(mine, id)]))[0]).toMatchObject({ reason: 'unknown_correction' })
  expect((await clinic.pull('staff')).rows.corrections?.some((row) => row.id === id)).toBe(false)
})

test('product.md, Roles: correction requests are pulled by those who decide them; the front desk gets none', async () => {
  const id = await requested(mine)
  for (const role of ['admin', 'manager', 'staff'] as const)
    expect(
      (await clinic.pull(role)).rows.corrections?.some((row) => row.id === id),
      role,
    ).toBe(true)
  const desk = await clinic.pull('front_desk')
  await requested(mine)
  await setScope(clinic, 'front_desk', mine, true)
  const next = await clinic.pull('front_desk', { checkpoint: desk.checkpoint })
  expect(next.rows.participants?.map((row) => row.id)).toEqual([mine])
  expect(JSON.stringify([desk, next])).not.toContain('CLINICAL')
  expect((await clinic.push('front_desk', [denial(mine, id)]))[0]).toMatchObject({ reason: 'role' })
  expect(clinic.failures).toEqual([])
})
