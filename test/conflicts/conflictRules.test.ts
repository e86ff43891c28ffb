import { describe, expect, test } from 'vitest'
import { emptyParticipant } from '../../shared/participants/participantRules'
import type { ParticipantFields } from '../../shared/participants/participantSchemas'
import { refusalOutcome } from '../../shared/sync/commandConflicts'
import { decideResolve, type ResolveFacts } from '../../shared/sync/resolveRules'
import { outboxItemSchema, REFUSALS } from '../../shared/sync/syncSchemas'

const EMAIL = '7d9f0c7e-4a4e-4c39-9a0a-0d5a5b8a6c01'
const now = new Date('2026-03-02T09:00:00.000Z')

function record(change: Partial<ParticipantFields>): ParticipantFields {
  const names = { givenName: 'Ana', familyName: 'Ruiz', fileNumber: 'F-1' }
  return { ...emptyParticipant('20000000-0000-4000-8000-000000000001'), ...names, ...change }
}

function decide(item: ResolveFacts['item'], more: Partial<ResolveFacts> = {}) {
  const conflict = { path: 'address', lostValue: 'Lane 2', resolvedAt: null }
  return decideResolve({
    conflict,
    item,
    current: record({ address: 'Lane 1' }),
    meta: {},
    author: 'Kim',
    now,
    ...more,
  })
}

describe('Y6: a conflict is decided for what stands, for what lost, or for a third value', () => {
  test('keeping what stands writes no edit', () => {
    const decision = decide({ choice: 'kept', base: 'Lane 1', value: 'Lane 1' })
    expect(decision).toEqual({ ok: true, value: 'Lane 1', edit: null })
  })
  test('the value that lost is an edit by who chose it', () => {
    const decision = decide({ choice: 'lost', base: 'Lane 1', value: 'Lane 2' })
    expect(decision).toMatchObject({ ok: true, value: 'Lane 2', edit: { fields: { address: 'Lane 2' } } })
    expect(decision.ok && decision.edit?.meta.address?.by).toBe('Kim')
  })
  test('a third value is stored the way the record spells it', () => {
    expect(decide({ choice: 'other', base: 'Lane 1', value: ' Lane 3 ' })).toMatchObject({ ok: true, value: 'Lane 3' })
  })
  test('what the record says already is no edit, even where the author saw something older', () => {
    expect(decide({ choice: 'other', base: 'Lane 0', value: 'Lane 1' })).toEqual({
      ok: true,
      value: 'Lane 1',
      edit: null,
    })
  })
})

describe('Y6: what is not decided', () => {
  const cases: readonly (readonly [string, ResolveFacts['item'], Partial<ResolveFacts>, string])[] = [
    ['a field that changed again, lost', { choice: 'lost', base: 'Lane 0', value: 'Lane 2' }, {}, 'field_changed'],
    ['a field that changed again, kept', { choice: 'kept', base: 'Lane 0', value: 'Lane 0' }, {}, 'field_changed'],
    [
      'a conflict that is over',
      { choice: 'kept', base: 'Lane 1', value: 'Lane 1' },
      { conflict: { path: 'address', lostValue: 'Lane 2', resolvedAt: now.toISOString() } },
      'conflict_over',
    ],
    ['another value for what lost', { choice: 'lost', base: 'Lane 1', value: 'Lane 9' }, {}, 'malformed'],
    ['another value for what stands', { choice: 'kept', base: 'Lane 1', value: 'Lane 9' }, {}, 'malformed'],
    [
      'a third value that the field does not take',
      { choice: 'other', base: '', value: '2990-01-01' },
      { conflict: { path: 'birthDate', lostValue: null, resolvedAt: null } },
      'invalid_value',
    ],
    [
      'a default that names a contact which is gone',
      { choice: 'lost', base: EMAIL, value: '7d9f0c7e-4a4e-4c39-9a0a-0d5a5b8a6c99' },
      {
        conflict: { path: 'defaultEmail', lostValue: '7d9f0c7e-4a4e-4c39-9a0a-0d5a5b8a6c99', resolvedAt: null },
        current: record({ emails: { [EMAIL]: { value: 'a@b.example', label: '' } }, defaultEmail: EMAIL }),
      },
      'invalid_value',
    ],
  ]
  test.each(cases)('%s', (_name, item, more, reason) => {
    expect(decide(item, more)).toMatchObject({ ok: false, reason })
  })
})

test('G3: one table says which refusals ask their author to look again; nothing else does', () => {
  const kinds = outboxItemSchema.options.map((option) => option.shape.kind.value)
  const conflicts = kinds.flatMap((kind) =>
    REFUSALS.filter((reason) => refusalOutcome(kind, reason) === 'conflict').map((reason) => `${kind} ${reason}`),
  )
  expect(conflicts.sort()).toEqual(
    [
      'account.enable revoked_since',
      'conflict.resolve conflict_over',
      'conflict.resolve field_changed',
      'correction.accept correction_over',
      'correction.accept decided_already',
      'correction.accept field_changed',
      'correction.decide correction_over',
      'correction.decide decided_already',
      'correction.decide field_changed',
      'correction.deny correction_over',
      'correction.deny decided_already',
      'correction.deny field_changed',
      'invite.create revoked_since',
      'invite.revoke already_accepted',
    ].sort(),
  )
})
