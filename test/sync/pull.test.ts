import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Connected } from '../../server/platform/database/connect'
import { inTransaction, nextRev } from '../../server/platform/database/transaction'
import { pullInputSchema } from '../../shared/sync/syncSchemas'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  type Clinic,
  createClinic,
  creation,
  edit,
  fieldsOf,
  inviteFor,
  NOW,
  pullAll,
  ROLES,
  serveClinic,
  setScope,
  staffId,
} from './support/clinic'

let database: TestDatabase
let clinic: Clinic
/** Another process's view: its own connections, so that pulls do not queue behind the writers. */
let second: Connected
let reader: Clinic
beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 20)
  second = await database.openAgain()
  reader = serveClinic(second, clinic.programs, clinic.participants)
  for (const id of clinic.participants.slice(0, 8)) await clinic.push('admin', [inviteFor(id)])
  for (const id of clinic.participants.slice(0, 4)) {
    await clinic.push('admin', [edit(id, { pronouns: ['', 'she/her'] })])
    await clinic.push('admin', [edit(id, { pronouns: ['', 'they/them'] })])
  }
  for (const id of clinic.participants.slice(0, 2)) await addAccount(id)
})
afterAll(async () => {
  clinic.close()
  reader.close()
  await second.close()
  await database.drop()
})

const SERVING = ROLES.filter((role) => role !== 'auditor')

async function addAccount(participantId: string): Promise<void> {
  await inTransaction(clinic.db, async (tx) => {
    const person = { email: 'a@b.example', email_norm: 'a@b.example', display_name: 'A', password_hash: '-' }
    const row = { participant_id: participantId, rev: await nextRev(tx), ...person, language: 'en', created_at: NOW }
    await tx.insertInto('account').values(row).execute()
  })
}

/** What this person may see, said once more in the plainest SQL. */
async function fullRead(role: (typeof SERVING)[number]): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    with mine as (select id from participant p where ${role === 'admin'} or exists (
      select 1 from scope where staff_id = ${staffId(role)} and participant_id = p.id and active))
    select 'participants ' || id as key from mine
    union all select 'invites ' || id from invite where participant_id in (select id from mine)
    union all select 'accounts ' || participant_id from account where participant_id in (select id from mine)
    union all select 'conflicts ' || id from conflict where participant_id in (select id from mine)
    union all select 'programs ' || id from program
    union all select 'staff ' || id from staff
    union all select 'clinic clinic'`.execute(clinic.db)
  return new Set(rows.map((row) => row.key))
}

describe.each(SERVING)('the first sync of %s', (role) => {
  test.each([
    1, 2, 3, 7, 5000,
  ])('Y3, D1: in pages of %i rows equals a full read of what they may see', async (limit) => {
    const { seen } = await pullAll(clinic, role, { limit })
    expect(new Set(seen.keys())).toEqual(await fullRead(role))
  })

  test('Y3: every page but the last says that something remains, whatever is left', async () => {
    let checkpoint = null
    let last = 0
    for (let page = 0; page < 200; page++) {
      const answer = await clinic.pull(role, { checkpoint, limit: 3 })
      const rows = Object.values(answer.rows).flat().length
      checkpoint = answer.checkpoint
      last = answer.remaining
      if (answer.remaining === 0) break
      expect(rows).toBeGreaterThan(0)
    }
    expect(last).toBe(0)
    expect(Object.values((await clinic.pull(role, { checkpoint })).rows).flat()).toEqual([])
  })
})

test('Y3: `remaining` counts the participants that are still to come, and never says 0 too early', async () => {
  const all = (await clinic.pull('manager')).rows.participants?.length ?? 0
  let checkpoint = null
  let received = 0
  while (true) {
    const answer = await clinic.pull('manager', { checkpoint, limit: 4 })
    received += answer.rows.participants?.length ?? 0
    if (answer.remaining === 0) break
    expect(answer.remaining).toBe(Math.max(1, all - received))
    checkpoint = answer.checkpoint
  }
  expect(received).toBe(all)
})

test('Y3: a group with one revision is never cut, even when it is larger than the page', async () => {
  const [id = ''] = clinic.participants
  await setScope(clinic, 'staff2', id, true)
  const { checkpoint } = await pullAll(clinic, 'staff2')
  await setScope(clinic, 'staff2', id, false)
  await setScope(clinic, 'staff2', id, true)
  const answer = await clinic.pull('staff2', { checkpoint, limit: 1 })
  const rows = answer.rows
  expect([rows.participants?.length, rows.invites?.length, rows.accounts?.length, rows.conflicts?.length]).toEqual([
    1, 1, 1, 1,
  ])
  expect(answer.remaining).toBe(0)
})

describe('Y4: a checkpoint that does not fit', () => {
  test('of another epoch starts over with everything', async () => {
    const { checkpoint } = await clinic.pull('admin')
    const answer = await clinic.pull('admin', { checkpoint: { ...checkpoint, epoch: randomUUID() } })
    expect([answer.reset, answer.rows.participants?.length]).toEqual([true, clinic.participants.length])
  })
  test('from the future starts over with everything', async () => {
    const { checkpoint } = await clinic.pull('admin')
    const future = [checkpoint.rev + 1, checkpoint.rev + 1e6, Number.MAX_SAFE_INTEGER]
    for (const rev of future) {
      const answer = await clinic.pull('admin', { checkpoint: { ...checkpoint, rev } })
      expect([answer.reset, answer.rows.participants?.length]).toEqual([true, clinic.participants.length])
    }
  })
  test('malformed is refused before anything is read', () => {
    const epoch = randomUUID()
    const wrong = [
      undefined,
      {},
      { epoch },
      { rev: 1 },
      { epoch, rev: -1 },
      { epoch, rev: 1.5 },
      { epoch, rev: 2 ** 53 },
      { epoch, rev: '1' },
      { epoch, rev: Number.NaN },
      { epoch: 'x', rev: 1 },
      { epoch, rev: 1, more: true },
      'x',
      7,
      [],
    ]
    for (const checkpoint of wrong)
      expect(pullInputSchema.safeParse({ checkpoint, limit: 10, witnessCount: 0 }).success).toBe(false)
    for (const limit of [0, -1, 5001, 1.5, '5'])
      expect(pullInputSchema.safeParse({ checkpoint: null, limit, witnessCount: 0 }).success).toBe(false)
  })
})

test('Y8: what left is remembered for good: a console that slept for a year hears of it, and the record does not come back', async () => {
  const id = clinic.participants[2] ?? ''
  const { checkpoint } = await pullAll(clinic, 'manager')
  await setScope(clinic, 'manager', id, false)
  await clinic.push('admin', [edit(id, { address: ['', 'moved'] })])
  const aYearLater = await clinic.pull('manager', { checkpoint })
  expect(aYearLater.gone).toEqual([{ collection: 'participants', id }])
  expect(aYearLater.rows.participants ?? []).toEqual([])
  await clinic.push('admin', [edit(id, { address: ['moved', ''] })])
  await setScope(clinic, 'manager', id, true)
})

test('D4: who leaves a scope is named as gone, once, and comes back whole on return', async () => {
  const [, , id = ''] = clinic.participants
  const { checkpoint } = await pullAll(clinic, 'manager')
  await setScope(clinic, 'manager', id, false)
  const left = await clinic.pull('manager', { checkpoint })
  expect(left.gone).toEqual([{ collection: 'participants', id }])
  expect(left.rows).toEqual({})
  expect((await clinic.pull('manager', { checkpoint: left.checkpoint })).gone).toEqual([])
  await clinic.push('admin', [edit(id, { address: ['', 'while away'] })])
  expect((await clinic.pull('manager', { checkpoint: left.checkpoint })).rows).toEqual({})
  await setScope(clinic, 'manager', id, true)
  const back = await clinic.pull('manager', { checkpoint: left.checkpoint })
  expect(back.rows.participants?.[0]).toMatchObject({ id, address: 'while away' })
  expect([back.rows.invites?.length, back.rows.conflicts?.length]).toEqual([1, 1])
  await clinic.push('admin', [edit(id, { address: ['while away', ''] })])
})

test('D1: a pull of staff never carries somebody outside their scope, whatever happens to that person', async () => {
  const { checkpoint } = await pullAll(clinic, 'staff')
  const [, other = ''] = clinic.participants
  await clinic.push('admin', [edit(other, { address: ['', 'Lane 1'] }), edit(other, { address: ['', 'Lane 2'] })])
  await clinic.push('admin', [inviteFor(other)])
  const answer = await clinic.pull('staff', { checkpoint })
  expect([answer.rows, answer.gone]).toEqual([{}, []])
  expect(answer.checkpoint.rev).toBeGreaterThan(checkpoint.rev)
})

test('U3: the answer carries the signed head and the hash at the witnessed count', async () => {
  const first = await clinic.pull('admin')
  expect(first.witnessHash).toBeNull()
  const again = await clinic.pull('admin', { checkpoint: first.checkpoint, witnessCount: first.head.count })
  expect(again.witnessHash).toBe(first.head.hash)
  const beyond = await clinic.pull('admin', { checkpoint: first.checkpoint, witnessCount: first.head.count + 1000 })
  expect(beyond.witnessHash).toBeNull()
})

/** Writers of every kind, while `role` pulls in small pages; returns what an incremental puller missed. */
async function missed(role: 'admin' | 'staff' | 'manager', limit: number, write: (writer: number) => Promise<void>) {
  let writing = true
  const seen = new Map<string, number>()
  const pulling = (async () => {
    let checkpoint = null
    for (let rest = 1; writing || rest > 0; ) {
      const answer = await reader.pull(role, { checkpoint, limit })
      for (const [name, rows] of Object.entries(answer.rows))
        for (const row of rows) seen.set(`${name} ${row.id}`, row.rev)
      for (const { id } of answer.gone) seen.delete(`participants ${id}`)
      const stood = answer.checkpoint.rev === (checkpoint as { rev: number } | null)?.rev
      checkpoint = answer.checkpoint
      rest = writing ? 1 : stood ? rest - 1 : 2
    }
  })()
  await Promise.all(Array.from({ length: 20 }, (_, writer) => write(writer)))
  writing = false
  await pulling
  const { seen: full } = await pullAll(clinic, role)
  return [...full].filter(([key, row]) => seen.get(key) !== row.rev).map(([key]) => key)
}

async function busyWriter(writer: number): Promise<void> {
  const id = clinic.participants[writer] ?? ''
  for (let round = 0; round < 4; round++) {
    const made = creation(clinic)
    await clinic.push('staff', [made])
    const participantId = made.kind === 'participant.create' ? made.participantId : ''
    await clinic.push('admin', [inviteFor(participantId), edit(id, { pronouns: ['x', `p${writer}.${round}`] })])
    await clinic.push('admin', [edit(id, { address: [round === 0 ? '' : `a${round - 1}`, `a${round}`] })])
    await setScope(clinic, 'manager', id, round % 2 === 1)
  }
}

test.each([
  ['admin', 7],
  ['staff', 5000],
  ['manager', 100],
] as const)('Y3: an incremental pull of %s, at most %i rows each, under 20 parallel writers sees all that a full pull sees', async (role, limit) => {
  expect(await missed(role, limit, busyWriter)).toEqual([])
  expect(clinic.failures).toEqual([])
})

test('Y3: with revisions drawn outside the commit lock the same pull does miss rows, so the test can tell', async () => {
  const naive = async () => {
    for (let round = 0; round < 10; round++) {
      await clinic.db.transaction().execute(async (tx) => {
        const { rows } = await sql<{ rev: number }>`select nextval('sync_rev') as rev`.execute(tx)
        await sql`select pg_sleep(${Math.random() * 0.03})`.execute(tx)
        const id = randomUUID()
        const fields = JSON.stringify(fieldsOf(id, clinic.programs[0]))
        const rest = { fields, created_at: NOW, updated_at: NOW, updated_by_name: 'Naive' }
        const row = { id, rev: rows[0]?.rev ?? 0, program_id: clinic.programs[0], ...rest }
        await tx.insertInto('participant').values(row).execute()
      })
    }
  }
  expect((await missed('admin', 5000, naive)).length).toBeGreaterThan(0)
})
