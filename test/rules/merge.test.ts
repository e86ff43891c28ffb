import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  allPaths,
  changesBetween,
  sameValue,
  settleStars,
  valueAt,
  withValue,
} from '../../shared/participants/participantRules'
import type { FieldValue, ParticipantFields } from '../../shared/participants/participantSchemas'
import { applyEdits, decideEdit } from '../../shared/sync/mergeRules'
import { REFUSAL_SENTENCES } from '../../shared/sync/refusalSentences'
import { type Change, REFUSALS } from '../../shared/sync/syncSchemas'
import { contact, id, NOW, record } from './recordKit'

const base = record({
  emails: { [id(1)]: contact('a@example.org'), [id(2)]: contact('b@example.org') },
  defaultEmail: id(1),
})
const decide = (current: ParticipantFields, changes: readonly Change[], author = 'Ruth') =>
  decideEdit({ current, meta: {}, changes, author, now: NOW })

/** An edit as a form makes it: some plain fields, contacts added, changed or removed, a star moved. */
const step = fc.oneof(
  fc.record({
    path: fc.constantFrom('givenName', 'familyName', 'pronouns', 'address'),
    value: fc.constantFrom('P', 'Q', 'R'),
  }),
  fc.record({
    path: fc.constantFrom(...[1, 2, 3].map((n) => `email:${id(n)}`)),
    value: fc.constantFrom<FieldValue>(null, contact('c@example.org'), contact('d@example.org', 'work')),
  }),
  fc.record({ path: fc.constant('defaultEmail'), value: fc.constantFrom(id(1), id(2), id(3)) }),
)
const edit = fc
  .array(step, { minLength: 1, maxLength: 5 })
  .map((steps) =>
    changesBetween(
      base,
      settleStars(steps.reduce<ParticipantFields>((fields, { path, value }) => withValue(fields, path, value), base)),
    ),
  )
const runs = { numRuns: 400, seed: 20260301 }

test('Y6: two editors of different fields both keep what they wrote', () => {
  const property = fc.property(edit, edit, (one, other) => {
    const paths = new Set(one.map(({ path }) => path))
    const apart = other.filter(({ path }) => !paths.has(path) && !path.startsWith('default'))
    const plain = one.filter(({ path }) => !path.startsWith('default'))
    const second = decide(decide(base, plain).fields, apart)
    for (const { path, value } of [...plain, ...apart]) expect(valueAt(second.fields, path)).toEqual(value)
    expect(second.conflicts.filter(({ path }) => !path.startsWith('default'))).toEqual([])
  })
  fc.assert(property, runs)
})

test('Y6: on the same field the value that came first stays and the other one is kept as a conflict, whoever came first', () => {
  const property = fc.property(edit, edit, fc.boolean(), (one, other, swap) => {
    const [early, late] = swap ? [other, one] : [one, other]
    const first = decide(base, early)
    const second = decide(first.fields, late)
    for (const change of late) {
      const before = valueAt(first.fields, change.path)
      const untouched = sameValue(before, change.base)
      const survives = sameValue(valueAt(second.fields, change.path), change.value)
      const lost = second.conflicts.filter(({ path }) => path === change.path)
      // Never silent: the wanted value is in the record, or it is exactly once among the conflicts, beside the one that stayed.
      expect(lost.length).toBe(survives ? 0 : 1)
      if (!untouched && !survives) expect(lost[0]?.lostValue).toEqual(change.value)
      expect(lost.every(({ keptValue, path }) => sameValue(keptValue, valueAt(second.fields, path)))).toBe(true)
    }
  })
  fc.assert(property, runs)
})

test('Y6: no value appears that nobody wrote, and every record has its stars settled', () => {
  const property = fc.property(edit, edit, (one, other) => {
    const merged = decide(decide(base, one).fields, other).fields
    for (const path of allPaths(merged)) {
      if (path.startsWith('default')) continue
      const written = [
        valueAt(base, path),
        ...[...one, ...other].filter((change) => change.path === path).map(({ value }) => value),
      ]
      expect(written).toContainEqual(valueAt(merged, path))
    }
    expect(settleStars(merged)).toBe(merged)
    expect(merged.defaultEmail === null).toBe(Object.keys(merged.emails).length === 0)
  })
  fc.assert(property, runs)
})

test('Y2: the same edit again changes nothing', () => {
  const property = fc.property(edit, (one) => {
    const first = decide(base, one)
    const again = decide(first.fields, one)
    expect(again.fields).toEqual(first.fields)
    expect(again.changedPaths).toEqual([])
  })
  fc.assert(property, runs)
})

test('S4.5: settling twice is settling once, for any record', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 4 })
  const property = fc.property(ids, fc.option(fc.integer({ min: 1, max: 6 })), (list, star) => {
    const emails = Object.fromEntries(list.map((n) => [id(n), contact('a@example.org')]))
    const settled = settleStars(record({ emails, defaultEmail: star === null ? null : id(star) }))
    expect(settleStars(settled)).toBe(settled)
    expect(settled.defaultEmail === null ? list.length === 0 : Object.hasOwn(emails, settled.defaultEmail)).toBe(true)
  })
  fc.assert(property, runs)
})

test('Y6: a conflict names both values and who wrote the one that stays', () => {
  const meta = { givenName: { by: 'Sara', at: '2026-02-01T00:00:00.000Z' } }
  const changes = [
    { path: 'givenName', base: 'Anna', value: 'Ana' },
    { path: 'pronouns', base: '', value: 'she/her' },
  ]
  const decision = decideEdit({ current: { ...base, givenName: 'Anne' }, meta, changes, author: 'Ruth', now: NOW })
  expect(decision).toMatchObject({
    outcome: 'conflict',
    fields: { givenName: 'Anne', pronouns: 'she/her' },
    changedPaths: ['pronouns'],
    meta: { ...meta, pronouns: { by: 'Ruth', at: NOW.toISOString() } },
    conflicts: [
      {
        path: 'givenName',
        base: 'Anna',
        lostValue: 'Ana',
        keptValue: 'Anne',
        keptBy: 'Sara',
        keptAt: meta.givenName.at,
      },
    ],
  })
})

test('Y6: a star for an email that somebody removed meanwhile is a conflict and not a silent loss', () => {
  const removed = decide(base, [{ path: `email:${id(2)}`, base: contact('b@example.org'), value: null }]).fields
  const decision = decide(removed, [{ path: 'defaultEmail', base: id(1), value: id(2) }])
  expect(decision.fields.defaultEmail).toBe(id(1))
  expect(decision.conflicts).toMatchObject([{ path: 'defaultEmail', lostValue: id(2), keptValue: id(1) }])
})

test('two people who write the same value merge without a conflict', () => {
  expect(decide({ ...base, givenName: 'Ana' }, [{ path: 'givenName', base: 'Anna', value: 'Ana' }])).toMatchObject({
    outcome: 'merged',
    changedPaths: [],
  })
  expect(decide(base, [{ path: 'givenName', base: 'Anna', value: ' Ana ' }])).toMatchObject({
    outcome: 'applied',
    fields: { givenName: 'Ana' },
  })
})

test('one bad value, a path given twice or too many contacts refuse the whole edit', () => {
  const good = { path: 'givenName', base: 'Anna', value: 'Ana' }
  expect(decide(base, [good, { path: 'familyName', base: 'Lee', value: '' }])).toMatchObject({
    outcome: 'refused',
    fields: base,
    refusal: { reason: 'invalid_value', path: 'familyName' },
  })
  expect(decide(base, [good, good]).refusal?.reason).toBe('malformed')
  const many = Array.from({ length: 21 }, (_, n) => ({
    path: `phone:${id(n)}`,
    base: null,
    value: contact('555 0100'),
  }))
  expect(decide(base, many).refusal?.reason).toBe('invalid_value')
})

test('the console shows its pending edits over the server, in order, and keeps the other facts of the document', () => {
  const shown = applyEdits({ ...base, id: id(7), rev: 5 }, [
    { changes: [{ path: 'givenName', base: 'Anna', value: 'Ana' }] },
    {
      changes: [
        { path: 'givenName', base: 'Ana', value: 'Anita' },
        { path: `email:${id(1)}`, base: null, value: null },
      ],
    },
  ])
  expect(shown).toMatchObject({ id: id(7), rev: 5, givenName: 'Anita', defaultEmail: id(2) })
})

test('every refusal has a sentence', () => {
  expect(Object.keys(REFUSAL_SENTENCES).sort()).toEqual([...REFUSALS].sort())
  for (const sentence of Object.values(REFUSAL_SENTENCES)) expect(sentence).toMatch(/^[A-Z].*\.$/)
})
