import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyAudit } from '../../server/audit/auditVerify'
import type { Connected } from '../../server/platform/database/connect'
import { pushInputSchema } from '../../shared/sync/syncSchemas'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import {
  auditRows,
  type Clinic,
  createClinic,
  creation,
  edit,
  fieldsOf,
  inviteFor,
  pullAll,
  type ROLES,
  revocation,
  serveClinic,
  setScope,
} from './support/clinic'

let database: TestDatabase
let clinic: Clinic
let second: Connected
/** Another server process on the same database. */
let other: Clinic
beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 140)
  second = await database.openAgain()
  other = serveClinic(second, clinic.programs, clinic.participants)
})
afterAll(async () => {
  clinic.close()
  other.close()
  await second.close()
  await database.drop()
})

let next = 0
/** A participant that no other test of this file touches, in the first program and in the caseload of `staff`. */
function somebody(): string {
  next += 2
  return clinic.participants[next - 2] ?? ''
}

async function record(id: string) {
  const row = await clinic.db.selectFrom('participant').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new Error('no such participant')
  return row
}

async function conflictsOf(id: string) {
  return await clinic.db.selectFrom('conflict').selectAll().where('participant_id', '=', id).orderBy('rev').execute()
}

/** Everything that a write could change, to be the same before and after one that must do nothing. */
async function fingerprint(): Promise<string> {
  const { rows } = await sql<{ print: string }>`select concat_ws(' ',
    (select md5(coalesce(string_agg(p::text, '' order by id), '')) from participant p),
    (select md5(coalesce(string_agg(i::text, '' order by id), '')) from invite i),
    (select count(*) from conflict), (select count(*) from scope)) as print`.execute(clinic.db)
  return rows[0]?.print ?? ''
}

const outcomes = (results: readonly { readonly outcome: string; readonly reason?: string }[]) =>
  results.map(({ outcome, reason }) => (reason ? `${outcome} ${reason}` : outcome))

describe('Y2: the same push many times', () => {
  function mixedBatch() {
    const [one, two, three] = [somebody(), somebody(), somebody()]
    const invite = randomUUID()
    const born = creation(clinic)
    const bornId = born.kind === 'participant.create' ? born.participantId : ''
    return {
      people: [one, two, three, bornId],
      items: [
        edit(one, { pronouns: ['', 'she/her'] }),
        edit(two, { pronouns: ['wrong base', 'they/them'] }),
        edit(one, { address: ['', 'Lane 1'] }),
        born,
        edit(bornId, { address: ['', 'Lane 2'] }),
        inviteFor(three, invite),
        revocation(invite),
        { kind: 'participant.view', writeId: randomUUID(), participantId: one },
        edit(randomUUID(), { address: ['', 'nobody'] }),
      ],
    }
  }
  const expected = ['applied', 'conflict', 'applied', 'applied', 'applied', 'applied', 'applied', 'applied']

  test('one after the other, up to 10 times, has the effect, the answers and the audit rows of one', async () => {
    const { items } = mixedBatch()
    const first = await clinic.push('staff', items)
    expect(outcomes(first)).toEqual([...expected, 'refused out_of_scope'])
    const [print, audit] = [await fingerprint(), await auditRows(clinic)]
    for (let time = 2; time <= 10; time++) expect(await (time % 2 ? clinic : other).push('staff', items)).toEqual(first)
    expect([await fingerprint(), await auditRows(clinic)]).toEqual([print, audit])
  })

  test('10 times at once over two processes has the effect, the answers and the audit rows of one', async () => {
    const { items, people } = mixedBatch()
    const audit = await auditRows(clinic)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => (at % 2 ? clinic : other).push('staff', items)),
    )
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(outcomes(answers[0] ?? [])).toEqual([...expected, 'refused out_of_scope'])
    // 4 edits, one conflict, create, invite, revoke, view, one refusal; the losing edit changed nothing else.
    expect((await auditRows(clinic)) - audit).toBe(9)
    expect((await conflictsOf(people[1] ?? '')).length).toBe(1)
    expect([...clinic.failures, ...other.failures]).toEqual([])
  })

  test('twice within one batch is answered twice and applied once', async () => {
    const id = somebody()
    const item = edit(id, { address: ['', 'Lane 3'] })
    const audit = await auditRows(clinic)
    const results = await clinic.push('staff', [item, item, edit(id, { pronouns: ['', 'he/him'] }), item])
    expect(outcomes(results)).toEqual(['applied', 'applied', 'applied', 'applied'])
    expect((await auditRows(clinic)) - audit).toBe(2)
  })

  test('an id in capitals is no second id: it is refused and nothing is applied', async () => {
    const id = somebody()
    const item = edit(id, { address: ['', 'Lane 4'] })
    await clinic.push('staff', [item])
    const capitals = { ...item, writeId: item.writeId.toUpperCase() }
    const print = await fingerprint()
    for (let time = 0; time < 2; time++)
      expect(outcomes(await clinic.push('staff', [capitals]))).toEqual(['refused malformed'])
    expect(await fingerprint()).toBe(print)
  })

  test('a write id of somebody else is refused, and tells nothing of their answer', async () => {
    const item = edit(somebody(), { address: ['', 'Lane 5'] })
    await clinic.push('staff', [item])
    const [result] = await clinic.push('admin', [item])
    expect(result).toEqual({ writeId: item.writeId, outcome: 'refused', reason: 'malformed' })
  })
})

describe('Y9: one bad item among many', () => {
  const bad: Readonly<Record<string, (id: string) => object>> = {
    'an unknown kind': (id) => ({ kind: 'invite.accept', participantId: id }),
    'an unknown field': (id) => ({ ...edit(id, { address: ['', 'x'] }), more: 1 }),
    'a path of the server': (id) => ({
      kind: 'edit',
      participantId: id,
      changes: [{ path: 'rev', base: '', value: '9' }],
    }),
    'no changes': (id) => ({ kind: 'edit', participantId: id, changes: [] }),
    '61 changes': (id) => ({
      kind: 'edit',
      participantId: id,
      changes: Array.from({ length: 61 }, () => ({ path: 'address', base: '', value: 'x' })),
    }),
    'an oversized value': (id) => edit(id, { address: ['', 'x'.repeat(2001)] }),
    'a NUL in a base': (id) => edit(id, { address: ['a\0b', 'x'] }),
    'a NUL in a value': (id) => edit(id, { address: ['', 'a\0b'] }),
    'half a surrogate pair in a base': (id) => edit(id, { address: ['\ud800', 'x'] }),
    'half a surrogate pair in a value': (id) => edit(id, { address: ['', 'x\udc00'] }),
    '__proto__ as a path': (id) => ({
      kind: 'edit',
      participantId: id,
      changes: [{ path: '__proto__', base: null, value: 'x' }],
    }),
    'a contact of a wrong shape': (id) => ({
      kind: 'edit',
      participantId: id,
      changes: [{ path: `email:${randomUUID()}`, base: null, value: { value: 'a@b.example', label: '', star: true } }],
    }),
    'a creation with a field too many': (id) => ({ ...creation(clinic, id), participantId: randomUUID(), rev: 1 }),
    'a creation with server state inside': () => {
      const participantId = randomUUID()
      const fields = { ...fieldsOf(participantId, clinic.programs[0]), updatedBy: 'me' }
      return { kind: 'participant.create', participantId, fields }
    },
  }

  test.each(Object.keys(bad))('%s is refused by itself; the other 99 are applied in order', async (name) => {
    const id = somebody()
    const items = Array.from({ length: 99 }, (_, at) => edit(id, { address: [at === 0 ? '' : `a${at - 1}`, `a${at}`] }))
    const wrong = { ...bad[name]?.(id), writeId: randomUUID() } as (typeof items)[number]
    const before = await auditRows(clinic)
    const results = await clinic.push('staff', [...items.slice(0, 50), wrong, ...items.slice(50)])
    expect(results.filter(({ outcome }) => outcome === 'applied').length).toBe(99)
    expect(results[50]).toMatchObject({ writeId: wrong.writeId, outcome: 'refused' })
    expect((await record(id)).fields.address).toBe('a98')
    expect(await conflictsOf(id)).toEqual([])
    expect((await auditRows(clinic)) - before).toBeLessThanOrEqual(100)
    expect(clinic.failures).toEqual([])
  })

  test('an item that fails for a passing reason holds back only what builds on it, and is applied on repeat', async () => {
    const born = creation(clinic)
    const bornId = born.kind === 'participant.create' ? born.participantId : ''
    const id = somebody()
    const items = [
      born,
      edit(bornId, { address: ['', 'Lane'] }),
      edit(id, { address: ['', 'Lane'] }),
      inviteFor(bornId),
    ]
    const prepare: typeof clinic.pushDeps.prepare = async () => {
      throw new Error('a passing defect')
    }
    const broken = { ...clinic, pushDeps: { ...clinic.pushDeps, prepare, failed: () => undefined } }
    const { push } = await import('../../server/sync/pushService')
    const { results } = await push(broken.pushDeps, clinic.caller('staff'), items)
    expect(outcomes(results)).toEqual(['failed', 'failed', 'applied', 'failed'])
    expect(outcomes(await clinic.push('staff', items))).toEqual(['applied', 'applied', 'applied', 'applied'])
  })

  test('an envelope that is no envelope, and a batch too large or empty, are refused as a whole', () => {
    const item = { writeId: randomUUID(), kind: 'edit' }
    const wrong = [
      {},
      { items: [] },
      { items: [{}] },
      { items: [{ ...item, writeId: 'x' }] },
      { items: [item], more: 1 },
    ]
    for (const input of wrong) expect(pushInputSchema.safeParse(input).success).toBe(false)
    expect(pushInputSchema.safeParse({ items: Array(201).fill(item) }).success).toBe(false)
    expect(pushInputSchema.safeParse({ items: [{ ...item, kind: 'x'.repeat(41) }] }).success).toBe(false)
  })
})

describe('Y7, D1: what may not be pushed is refused, noted once and changes nothing', () => {
  const unknown = randomUUID()
  const cases: readonly (readonly [string, (typeof ROLES)[number], () => { writeId: string; kind: string }, string])[] =
    [
      [
        'an edit out of scope',
        'staff',
        () => edit(clinic.participants[1] ?? '', { address: ['', 'x'] }),
        'out_of_scope',
      ],
      ['an edit of nobody', 'admin', () => edit(unknown, { address: ['', 'x'] }), 'out_of_scope'],
      ['an edit by an auditor', 'auditor', () => edit(clinic.participants[0] ?? '', { address: ['', 'x'] }), 'role'],
      ['a creation by an auditor', 'auditor', () => creation(clinic), 'role'],
      ['a creation of somebody there', 'admin', () => creation(clinic, clinic.participants[1]), 'already_exists'],
      [
        'a creation in a program that does not exist',
        'admin',
        () => creation({ programs: [randomUUID(), randomUUID()] }),
        'invalid_value',
      ],
      [
        'a move to a program that does not exist',
        'admin',
        () => edit(clinic.participants[0] ?? '', { programId: [clinic.programs[0], randomUUID()] }),
        'invalid_value',
      ],
      ['an invite out of scope', 'staff', () => inviteFor(clinic.participants[1] ?? ''), 'out_of_scope'],
      ['an invite for nobody', 'admin', () => inviteFor(unknown), 'out_of_scope'],
      ['a revocation of nothing', 'admin', () => revocation(randomUUID()), 'unknown_invite'],
      [
        'a view out of scope',
        'staff',
        () => ({ kind: 'participant.view', writeId: randomUUID(), participantId: clinic.participants[1] ?? '' }),
        'out_of_scope',
      ],
      [
        'a birth date in the future',
        'admin',
        () => edit(clinic.participants[0] ?? '', { birthDate: [null, '2990-01-01'] }),
        'invalid_value',
      ],
    ]
  test.each(cases)('%s', async (_name, role, item, reason) => {
    const [print, audit] = [await fingerprint(), await auditRows(clinic, 'write.refused')]
    const write = item()
    const results = await clinic.push(role, [write])
    expect(outcomes(results)).toEqual([`refused ${reason}`])
    expect(await fingerprint()).toBe(print)
    expect((await auditRows(clinic, 'write.refused')) - audit).toBe(1)
    expect(await clinic.push(role, [write])).toEqual(results)
    expect((await auditRows(clinic, 'write.refused')) - audit).toBe(1)
  })

  test('a revocation by front desk is refused by role', async () => {
    const [id, invite] = [somebody(), randomUUID()]
    await clinic.push('staff', [inviteFor(id, invite)])
    expect(outcomes(await clinic.push('front_desk', [revocation(invite)]))).toEqual(['refused role'])
  })

  test('a revocation of an invite out of scope is refused like one of nobody in sight', async () => {
    const invite = randomUUID()
    await clinic.push('admin', [inviteFor(clinic.participants[3] ?? '', invite)])
    expect(outcomes(await clinic.push('staff', [revocation(invite)]))).toEqual(['refused out_of_scope'])
  })

  test('who left the scope meanwhile: the edit is refused by name, nothing is changed', async () => {
    const id = somebody()
    await setScope(clinic, 'staff', id, false)
    expect(outcomes(await clinic.push('staff', [edit(id, { address: ['', 'x'] })]))).toEqual(['refused out_of_scope'])
    await setScope(clinic, 'staff', id, true)
  })
})

describe('contacts', () => {
  const contacts = (count: number, at = 0) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, n) => [
        `email:${randomUUID()}`,
        [null, { value: `a${at + n}@b.example`, label: '' }] as const,
      ]),
    )
  test('20 are kept, the 21st is refused as a whole, also when two consoles fill up at once', async () => {
    const id = somebody()
    expect(outcomes(await clinic.push('staff', [edit(id, contacts(20))]))).toEqual(['applied'])
    expect(outcomes(await clinic.push('staff', [edit(id, contacts(1, 20))]))).toEqual(['refused invalid_value'])
    const both = somebody()
    await Promise.all([
      clinic.push('staff', [edit(both, contacts(12))]),
      other.push('manager', [edit(both, contacts(12, 12))]),
    ])
    expect(Object.keys((await record(both)).fields.emails).length).toBe(12)
  })
})

describe('Y6: two people, one record', () => {
  test('different fields are both kept, without a conflict', async () => {
    const id = somebody()
    const results = await Promise.all([
      clinic.push('staff', [edit(id, { pronouns: ['', 'she/her'] })]),
      other.push('manager', [edit(id, { address: ['', 'Lane 1'] })]),
    ])
    expect(outcomes(results.flat())).toEqual(['applied', 'applied'])
    expect((await record(id)).fields).toMatchObject({ pronouns: 'she/her', address: 'Lane 1' })
    expect(await conflictsOf(id)).toEqual([])
  })

  test('the same field has one winner, and the losing value is a conflict that everyone in scope gets', async () => {
    const id = somebody()
    const checkpoints = await Promise.all(
      (['staff', 'manager', 'admin', 'front_desk'] as const).map(async (role) => {
        const { checkpoint } = await pullAll(clinic, role)
        return [role, checkpoint] as const
      }),
    )
    await Promise.all([
      clinic.push('staff', [edit(id, { address: ['', 'from staff'] })]),
      other.push('manager', [edit(id, { address: ['', 'from manager'] })]),
    ])
    const { address } = (await record(id)).fields
    const [conflict, ...more] = await conflictsOf(id)
    expect(more).toEqual([])
    expect([address, conflict?.lost_value].sort()).toEqual(['from manager', 'from staff'])
    expect(conflict?.kept_value).toBe(address)
    for (const [role, checkpoint] of checkpoints) {
      const { rows } = await other.pull(role, { checkpoint })
      expect(rows.participants?.find((row) => row.id === id)?.address).toBe(address)
      expect(rows.conflicts?.map(({ lostValue, keptValue }) => [lostValue, keptValue])).toEqual([
        [conflict?.lost_value, address],
      ])
    }
  })

  test('an author who goes on from their own words, as typed, is not in conflict with themselves', async () => {
    const id = somebody()
    const results = await clinic.push('staff', [
      edit(id, { address: ['', '  Lane 1 '] }),
      edit(id, { address: ['  Lane 1 ', 'Lane 2'] }),
    ])
    expect(outcomes(results)).toEqual(['applied', 'applied'])
    expect((await record(id)).fields.address).toBe('Lane 2')
  })

  test('20 consoles at once: the record is one of the serial orders and every value is kept or in a conflict', async () => {
    const id = somebody()
    const words = Array.from({ length: 20 }, (_, at) => `word ${at}`)
    const roles = ['staff', 'manager', 'admin', 'front_desk'] as const
    const results = await Promise.all(
      words.map((word, at) =>
        (at % 2 ? clinic : other).push(roles[at % 4] ?? 'admin', [
          edit(id, { address: ['', word] }),
          edit(id, { [`email:${randomUUID()}`]: [null, { value: `a${at}@b.example`, label: '' }] }),
        ]),
      ),
    )
    expect(results.flat().filter(({ outcome }) => outcome === 'failed')).toEqual([])
    const row = await record(id)
    const lost = (await conflictsOf(id)).map((conflict) => conflict.lost_value)
    expect([row.fields.address, ...lost].sort()).toEqual([...words].sort())
    expect(
      Object.values(row.fields.emails)
        .map(({ value }) => value)
        .sort(),
    ).toEqual(words.map((_, at) => `a${at}@b.example`).sort())
    expect(Object.keys(row.fields.emails)).toContain(row.fields.defaultEmail)
  })
})

test("Y5: the time in a record and in a conflict is the server's; a console has no way to say one", async () => {
  const id = somebody()
  const before = Date.now()
  const stamped = { ...edit(id, { address: ['', 'x'] }), at: '2036-01-01T00:00:00Z' }
  expect(outcomes(await clinic.push('staff', [stamped]))).toEqual(['refused malformed'])
  await clinic.push('staff', [edit(id, { address: ['', 'x'] }), edit(id, { address: ['', 'y'] })])
  const [row, [conflict]] = [await record(id), await conflictsOf(id)]
  for (const time of [row.updated_at, conflict?.lost_at, conflict?.kept_at])
    expect(Math.abs((time?.getTime() ?? 0) - before)).toBeLessThan(10_000)
})

test('T5: shuffled batches of edits, creations and invites over the same people from two processes never fail', async () => {
  const people = clinic.participants.slice(126, 138)
  const shuffled = <T>(items: readonly T[]) =>
    items
      .map((item) => [Math.random(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item)
  const batches = Array.from({ length: 24 }, (_, at) =>
    shuffled([
      ...people.map((id) => edit(id, { address: ['?', `b${at}`] })),
      ...people.slice(0, 3).map((id) => inviteFor(id)),
      creation(clinic),
      { kind: 'participant.view', writeId: randomUUID(), participantId: people[0] ?? '' },
    ]),
  )
  const results = await Promise.all(batches.map((batch, at) => (at % 2 ? clinic : other).push('admin', batch)))
  expect(results.flat().filter(({ outcome }) => outcome === 'failed')).toEqual([])
  expect([...clinic.failures, ...other.failures]).toEqual([])
})

test('T4: after all of that the audit chain is whole', async () => {
  const { generateKeyPairSync } = await import('node:crypto')
  const { publicKey } = generateKeyPairSync('ed25519')
  const report = await verifyAudit({ db: clinic.db, headFile: '/nonexistent', publicKey, witness: null, keep: 0 })
  expect([report.firstBad, report.count]).toEqual([null, await auditRows(clinic)])
})
