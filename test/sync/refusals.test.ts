import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditRows, type Clinic, creation, edit, inviteFor, type ROLES, revocation, setScope } from './support/clinic'
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
const fingerprint = () => site.fingerprint()

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
