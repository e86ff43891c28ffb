import {
  allPaths,
  changesBetween,
  sameValue,
  settleStars,
  validateChange,
  valueAt,
  withValue,
} from '../../../shared/participants/participantRules'
import type { FieldValue, ParticipantFields } from '../../../shared/participants/participantSchemas'
import type { Change } from '../../../shared/sync/syncSchemas'
import { contactKind, problemSentence } from './fieldWords'

/** A form being filled in. `base` is what its author saw, field by field; `problems` are sentences by path. */
export interface RecordDraft {
  readonly base: ParticipantFields
  readonly draft: ParticipantFields
  readonly problems: Readonly<Record<string, string>>
  /** Values that others wrote into fields which the author has changed too, by path; the author has not chosen yet. */
  readonly meanwhile: Readonly<Record<string, FieldValue>>
}

export function startDraft(base: ParticipantFields, draft: ParticipantFields = base): RecordDraft {
  return { base, draft, problems: {}, meanwhile: {} }
}

/** One field typed into. Its sentence goes away until the field is left again. */
export function typed(state: RecordDraft, path: string, value: FieldValue): RecordDraft {
  return { ...state, draft: settleStars(withValue(state.draft, path, value)), problems: without(state.problems, path) }
}

/** A field is left: checked by the shared rule, and shown the way it would be stored. */
export function left(state: RecordDraft, path: string, now: Date): RecordDraft {
  const value = valueAt(state.draft, path)
  if (sameValue(value, valueAt(state.base, path)) || isBlankContact(path, value)) {
    return { ...state, problems: without(state.problems, path) }
  }
  const checked = validateChange(path, value, { now })
  if (checked.ok) {
    return { ...state, draft: withValue(state.draft, path, checked.value), problems: without(state.problems, path) }
  }
  return { ...state, problems: { ...state.problems, [path]: problemSentence(path, checked.message) } }
}

/**
 * The record changed under the form. Fields that the author left alone follow it; where the author has written too, their words stay and
 * the other value waits in `meanwhile`.
 */
export function followed(state: RecordDraft, shown: ParticipantFields): RecordDraft {
  let { base, draft } = state
  const meanwhile: Record<string, FieldValue> = {}
  for (const path of new Set([...allPaths(base), ...allPaths(shown)])) {
    const theirs = valueAt(shown, path)
    if (sameValue(theirs, valueAt(base, path))) continue
    const mine = valueAt(draft, path)
    const touched = !sameValue(mine, valueAt(base, path))
    if (touched && !sameValue(mine, theirs)) {
      meanwhile[path] = theirs
      continue
    }
    base = withValue(base, path, theirs)
    draft = withValue(draft, path, theirs)
  }
  const same = base === state.base && sameKeys(meanwhile, state.meanwhile)
  return same ? state : { ...state, base, draft: settleStars(draft), meanwhile }
}

/** The author has read the other value: takes it, or keeps their own knowingly, so that saving does not make a conflict of it. */
export function chosen(state: RecordDraft, path: string, whose: 'mine' | 'theirs'): RecordDraft {
  const theirs = state.meanwhile[path] ?? null
  const draft = whose === 'theirs' ? settleStars(withValue(state.draft, path, theirs)) : state.draft
  return { ...state, base: withValue(state.base, path, theirs), draft, meanwhile: without(state.meanwhile, path) }
}

export type Finished =
  | { readonly ok: true; readonly changes: readonly Change[]; readonly fields: ParticipantFields }
  | { readonly ok: false; readonly state: RecordDraft; readonly first: string }

/** Everything checked once more before it is kept: only what differs from what the author saw, or every field of a new record. */
export function finished(state: RecordDraft, scope: 'changed' | 'all', now: Date): Finished {
  let fields = withoutBlankContacts(state.draft)
  const paths = scope === 'all' ? allPaths(fields) : changesBetween(state.base, fields).map(({ path }) => path)
  const problems: Record<string, string> = {}
  for (const path of paths) {
    const checked = validateChange(path, valueAt(fields, path), { now })
    if (checked.ok) fields = withValue(fields, path, checked.value)
    else problems[path] = problemSentence(path, checked.message)
  }
  const [first] = Object.keys(problems)
  if (first !== undefined) return { ok: false, state: { ...state, problems }, first }
  return { ok: true, fields, changes: changesBetween(state.base, fields) }
}

export function isChanged(state: RecordDraft): boolean {
  return changesBetween(state.base, withoutBlankContacts(state.draft)).length > 0
}

/** A line that was added and never filled in is no contact. */
function withoutBlankContacts(fields: ParticipantFields): ParticipantFields {
  const blank = allPaths(fields).filter((path) => isBlankContact(path, valueAt(fields, path)))
  return blank.length === 0 ? fields : settleStars(blank.reduce((kept, path) => withValue(kept, path, null), fields))
}

function isBlankContact(path: string, value: FieldValue): boolean {
  return contactKind(path) !== null && value !== null && typeof value !== 'string' && value.value.trim() === ''
}

function without<T>(record: Readonly<Record<string, T>>, path: string): Readonly<Record<string, T>> {
  if (!Object.hasOwn(record, path)) return record
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== path))
}

function sameKeys(a: Readonly<Record<string, FieldValue>>, b: Readonly<Record<string, FieldValue>>): boolean {
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key] ?? null, b[key] ?? null))
  )
}
