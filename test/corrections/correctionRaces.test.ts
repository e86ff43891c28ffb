import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyEditRun } from '../../server/participants/participantEdits'
import type { Connected } from '../../server/platform/database/connect'
import { inTransaction } from '../../server/platform/database/transaction'
import type { PushResult } from '../../shared/sync/syncSchemas'
import {
  addClinic,
  Browser,
  type Clinic,
  joined,
  openWorld,
  outcome,
  staffCaller,
  type World,
} from '../invites/portalWorld'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { staffDecides, type Wish } from './correctionWorld'

/** Each race runs so often, with a start that shifts a little: both orders are seen. */
const ROUNDS = 8
let database: TestDatabase
let other: Connected
let worlds: readonly [World, World]
let clinic: Clinic
let person: Awaited<ReturnType<typeof joined>>

beforeAll(async () => {
  database = await createTestDatabase()
  other = await database.openAgain()
  worlds = [openWorld(database), openWorld(other)]
  clinic = await addClinic(worlds[0])
  person = await joined(worlds[0], clinic, 'racer@example.org')
})
afterAll(async () => {
  await other.close()
  await database.drop()
})

const fieldsOf = async () =>
  (
    await database.db
      .selectFrom('participant')
      .select('fields')
      .where('id', '=', person.participantId)
      .executeTakeFirstOrThrow()
  ).fields
const rowOf = async (id: string) =>
  await database.db.selectFrom('correction').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** A request to change the family name to a new one, as the record says it now. */
async function asked(round: number): Promise<{ readonly id: string; readonly old: string; readonly wanted: string }> {
  const [id, old, wanted] = [randomUUID(), (await fieldsOf()).familyName, `Racer${round}${randomUUID().slice(0, 6)}`]
  const change = { field: 'familyName', seen: old, proposed: wanted } as const
  const nothing = { description: '', messageId: null, persons: [], fileIds: [] }
  await (await person.browser.api()).corrections.submit({ id, changes: [change], ...nothing })
  return { id, old, wanted }
}
const decide = (world: World, correctionId: string, wish: Wish) =>
  staffDecides(world, clinic, { participantId: person.participantId, correctionId }, wish)
const accept: Wish = { kind: 'correction.decide', accepted: ['familyName'], ground: null, answer: '' }
const deny: Wish = { kind: 'correction.decide', accepted: [], ground: 'accurate_complete', answer: 'It is right.' }
const said = ({ outcome: one, reason }: Pick<PushResult, 'outcome' | 'reason'>) => (reason ? `${one} ${reason}` : one)

test('product.md, item 7: two colleagues decide at once over two servers: one decision is applied, the other author sees it', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { id, old, wanted } = await asked(round)
    const results = await Promise.all([
      decide(worlds[round % 2 === 0 ? 0 : 1], id, accept),
      decide(worlds[round % 2 === 0 ? 1 : 0], id, deny),
    ])
    expect(results.map(said).sort()).toEqual(['applied', 'conflict decided_already'])
    const row = await rowOf(id)
    const lost = results.find(({ outcome: one }) => one === 'conflict')
    expect(lost?.corrections).toMatchObject([{ id, state: row.state, decidedByName: 'Sam Reed', letter: row.letter }])
    expect((await fieldsOf()).familyName).toBe(row.state === 'accepted' ? wanted : old)
    const decisions = await database.db
      .selectFrom('audit_log')
      .select('action')
      .where('target_id', '=', id)
      .where('action', 'in', ['correction.accepted', 'correction.denied'])
      .execute()
    expect(decisions).toEqual([{ action: `correction.${row.state}` }])
  }
})

test('product.md, item 7: withdrawn and accepted at once: one of the two happens, and the record says which', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { id, old, wanted } = await asked(round)
    const browser = new Browser(worlds[1])
    browser.session = person.browser.session
    const api = await browser.api()
    const withdrawing = async () => await outcome(api.corrections.withdraw({ id }))
    // The portal's own checks take a moment first: the decision starts a little later in each round.
    const deciding = async () => {
      await sleep(round * 3)
      return await decide(worlds[0], id, accept)
    }
    const [withdrawn, decided] = await Promise.all([withdrawing(), deciding()])
    const { state } = await rowOf(id)
    expect([state, withdrawn, said(decided), (await fieldsOf()).familyName]).toEqual(
      state === 'withdrawn'
        ? ['withdrawn', 'ok', 'conflict correction_over', old]
        : ['accepted', 'INVALID_INPUT', 'applied', wanted],
    )
  }
})

test('Y6, product.md, item 7: a colleague edits the field while another accepts: never are both written, and neither is lost', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { id, old, wanted } = await asked(round)
    const edit = {
      kind: 'edit' as const,
      writeId: randomUUID(),
      participantId: person.participantId,
      changes: [{ path: 'familyName', base: old, value: `Edited${round}` }],
    }
    const [edited, decided] = await Promise.all([
      inTransaction(worlds[1].db, (tx) =>
        applyEditRun(tx, staffCaller(worlds[1], clinic, 'admin'), [edit], randomUUID),
      ),
      decide(worlds[0], id, accept),
    ])
    const { familyName } = await fieldsOf()
    if (decided.outcome === 'applied') {
      expect([familyName, edited[0]?.outcome]).toEqual([wanted, 'conflict'])
      expect(edited[0]?.conflicts).toMatchObject([{ lostValue: `Edited${round}`, keptValue: wanted }])
    } else {
      expect([familyName, edited[0]?.outcome, said(decided)]).toEqual([
        `Edited${round}`,
        'applied',
        'conflict field_changed',
      ])
      expect((await rowOf(id)).state).toBe('submitted')
    }
  }
})

test('G3: two colleagues tick off one person at once: one has told them', async () => {
  const id = randomUUID()
  const nothing = { changes: [], description: 'The note is wrong.', messageId: null, fileIds: [] }
  await (await person.browser.api()).corrections.submit({ id, ...nothing, persons: [{ name: 'Dr. Lee', contact: '' }] })
  await decide(worlds[0], id, { kind: 'correction.decide', accepted: [], ground: null, answer: 'Done.' })
  const personId = (await rowOf(id)).persons[0]?.id ?? ''
  const told = await Promise.all(worlds.map((world) => decide(world, id, { kind: 'correction.told', personId })))
  expect(told.map(said).sort()).toEqual(['applied', 'refused already_told'])
})
