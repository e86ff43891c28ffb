import { sameValue, validateChange, valueAt } from '../participants/participantRules'
import type { FieldValue, ParticipantFields } from '../participants/participantSchemas'
import { CORRECTION_FIELDS, type CorrectionField, QUOTE_LENGTH } from './correctionLimits'
import type { ProposedChange, SubmitCorrection } from './correctionSchemas'

type Asked = SubmitCorrection['changes'][number]

export type ChangeDecision =
  | { readonly ok: true; readonly change: ProposedChange }
  | { readonly ok: false; readonly reason: 'field_changed' | 'invalid_value'; readonly message: string }

export interface AskedFacts {
  readonly record: ParticipantFields
  readonly asked: Asked
  /** The id of a contact that is to be added. */
  readonly newId: string
  readonly now: Date
}

/**
 * What the participant proposes, as a change of the record: it must start from what the record says now, differ from it, and pass the
 * record's own rules. A contact is found by its value, the only name that the participant has for it.
 */
export function proposedChange({ record, asked, newId, now }: AskedFacts): ChangeDecision {
  const { field } = asked
  const isContact = field === 'email' || field === 'phone'
  const path = isContact ? contactPath(record, field, asked.seen, newId) : field
  if (path === null) return { ok: false, reason: 'field_changed', message: 'is another one now' }
  const old = valueAt(record, path)
  if (!isContact && words(old) !== (asked.seen || null))
    return { ok: false, reason: 'field_changed', message: 'is another one now' }
  const wanted = isContact ? contact(asked.proposed, old) : plain(field, asked.proposed)
  const checked = validateChange(path, wanted, { now })
  if (!checked.ok) return { ok: false, reason: 'invalid_value', message: checked.message }
  if (sameValue(old, checked.value)) return { ok: false, reason: 'invalid_value', message: 'is the same as before' }
  return { ok: true, change: { path, old, proposed: checked.value } }
}

/** The field as the participant knows it; null for one that they cannot ask about. */
export function fieldOf(path: string): CorrectionField | null {
  const name = path.split(':')[0]
  return CORRECTION_FIELDS.find((field) => field === name) ?? null
}

/** A value as the participant reads it; null for none. */
export function words(value: FieldValue): string | null {
  if (value === null || value === '') return null
  return typeof value === 'string' ? value : value.value
}

/** The beginning of a message, as a request quotes it. */
export function quoteOf(body: string): string {
  const letters = [...body]
  return letters.length <= QUOTE_LENGTH ? body : `${letters.slice(0, QUOTE_LENGTH - 1).join('')}…`
}

function contactPath(record: ParticipantFields, field: 'email' | 'phone', seen: string | null, newId: string) {
  if (!seen) return `${field}:${newId}`
  const list = field === 'email' ? record.emails : record.phones
  const id = Object.keys(list)
    .sort()
    .find((key) => list[key]?.value === seen)
  return id === undefined ? null : `${field}:${id}`
}

function contact(proposed: string | null, old: FieldValue): FieldValue {
  if (!proposed?.trim()) return null
  return { value: proposed, label: typeof old === 'object' && old !== null ? old.label : '' }
}

function plain(field: CorrectionField, proposed: string | null): FieldValue {
  const typed = proposed?.trim() ?? ''
  return field === 'birthDate' && typed === '' ? null : typed
}
