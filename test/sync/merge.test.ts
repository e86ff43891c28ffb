import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyAudit } from '../../server/audit/auditVerify'
import { auditRows, type Clinic, creation, edit, inviteFor, pullAll } from './support/clinic'
import { openPushSite, outcomes, type PushSite } from './support/pushSite'

let site: PushSite
let clinic: Clinic
let other: Clinic
beforeAll(async () => {
  site = await openPushSite()
  clinic = site.clinic
  other = site.other
})
afterAll(() => site.close())

const somebody = () => site.somebody()
const record = (id: string) => site.record(id)
const conflictsOf = (id: string) => site.conflictsOf(id)

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
