import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyAudit } from '../../server/audit/auditVerify'
import { pushInputSchema } from '../../shared/sync/syncSchemas'
import { auditRows, type Clinic, creation, edit, fieldsOf, inviteFor, revocation } from './support/clinic'
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
const fingerprint = () => site.fingerprint()

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

test('T4: after all of that the audit chain is whole', async () => {
  const { generateKeyPairSync } = await import('node:crypto')
  const { publicKey } = generateKeyPairSync('ed25519')
  const report = await verifyAudit({ db: clinic.db, headFile: '/nonexistent', publicKey, witness: null, keep: 0 })
  expect([report.firstBad, report.count]).toEqual([null, await auditRows(clinic)])
})
