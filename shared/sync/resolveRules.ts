import { sameValue, validateChange, valueAt } from '../participants/participantRules'
import type { FieldValue, ParticipantFields } from '../participants/participantSchemas'
import type { ConflictDoc } from './conflictSchemas'
import { decideEdit, type EditDecision, type FieldAuthors } from './mergeRules'
import type { OutboxItem, Refusal } from './syncSchemas'

export type ResolveItem = Extract<OutboxItem, { kind: 'conflict.resolve' }>

export interface ResolveFacts {
  readonly conflict: Pick<ConflictDoc, 'path' | 'lostValue' | 'resolvedAt'>
  readonly item: Pick<ResolveItem, 'choice' | 'base' | 'value'>
  readonly current: ParticipantFields
  readonly meta: FieldAuthors
  /** The name that the field will carry when its value changes. */
  readonly author: string
  readonly now: Date
}

/** `edit: null`: what is wanted stands already, and nothing is written. `value` is in the spelling of the record. */
export type ResolveDecision =
  | { readonly ok: true; readonly value: FieldValue; readonly edit: EditDecision | null }
  | { readonly ok: false; readonly reason: Refusal; readonly message?: string }

/**
 * Decides an open conflict: keep what stands (`base`, as the author saw it), the value that lost, or a third one. A field that has changed since
 * the author looked is never overwritten; when it says already what they want, that is fine. Role and scope are checked before.
 */
export function decideResolve(facts: ResolveFacts): ResolveDecision {
  const { conflict, item, current, meta, author, now } = facts
  if (conflict.resolvedAt !== null) return { ok: false, reason: 'conflict_over' }
  if (!fits(conflict, item)) return { ok: false, reason: 'malformed' }
  if (item.choice === 'kept') return keep(facts)
  const checked = validateChange(conflict.path, item.value, { now })
  if (!checked.ok) return { ok: false, reason: 'invalid_value', message: checked.message }
  const changes = [{ path: conflict.path, base: item.base, value: checked.value }]
  const edit = decideEdit({ current, meta, changes, author, now })
  if (edit.refusal) return { ok: false, reason: edit.refusal.reason, message: edit.refusal.message }
  if (edit.outcome === 'conflict') return stale(facts)
  return { ok: true, value: checked.value, edit: edit.changedPaths.length > 0 ? edit : null }
}

/** Keeping what stands writes nothing; but it must be what its author saw. */
function keep({ conflict, item, current }: ResolveFacts): ResolveDecision {
  const value = valueAt(current, conflict.path)
  return sameValue(value, item.base) ? { ok: true, value, edit: null } : { ok: false, reason: 'field_changed' }
}

/** What stands and what lost are known; a console that names another value for them has something else in mind. */
function fits(
  { lostValue }: Pick<ConflictDoc, 'lostValue'>,
  { choice, base, value }: Pick<ResolveItem, 'choice' | 'base' | 'value'>,
): boolean {
  if (choice === 'kept') return sameValue(value, base)
  return choice === 'other' || sameValue(value, lostValue)
}

/** Where the author saw what stands and yet it cannot be, the value is a default that names a contact which is gone. */
function stale({ conflict: { path }, item, current }: ResolveFacts): ResolveDecision {
  if (!sameValue(valueAt(current, path), item.base)) return { ok: false, reason: 'field_changed' }
  return { ok: false, reason: 'invalid_value', message: 'This contact is not in the record any more' }
}
