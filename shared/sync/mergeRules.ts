import { sameValue, settleStars, validateChange, valueAt, withValue } from '../participants/participantRules'
import type { FieldValue, ParticipantFields } from '../participants/participantSchemas'
import type { Change, Refusal } from './syncSchemas'

/** Who wrote a field last and when (ISO 8601 UTC, server time), by field path. */
export type FieldAuthors = Readonly<Record<string, { readonly by: string; readonly at: string }>>

/** A value that lost (Y6), with the value that stays and who wrote that one; null where it is as old as the record. */
export interface LostValue {
  readonly path: string
  readonly base: FieldValue
  readonly lostValue: FieldValue
  readonly keptValue: FieldValue
  readonly keptBy: string | null
  readonly keptAt: string | null
}

export interface EditDecision {
  readonly outcome: 'applied' | 'merged' | 'conflict' | 'refused'
  readonly fields: ParticipantFields
  readonly meta: FieldAuthors
  /** Paths whose value is another one now, stars that moved by themselves included. Empty = nothing to write. */
  readonly changedPaths: readonly string[]
  readonly conflicts: readonly LostValue[]
  readonly refusal?: { readonly reason: Refusal; readonly message: string; readonly path: string }
}

export interface EditFacts {
  readonly current: ParticipantFields
  readonly meta: FieldAuthors
  readonly changes: readonly Change[]
  /** The name that `meta` will carry for the fields this edit wins. */
  readonly author: string
  readonly now: Date
}

const MOST_CONTACTS = 20

/**
 * Merges one edit field by field (Y6). Per change: the record still has what the author saw -> apply; it already has what the author
 * wants -> nothing to do; else the value that came first stays and the author's becomes a conflict. Client clocks play no part (Y5).
 *
 * `merged` = nothing lost, and somebody else had already written at least one of the same values. `refused` = one value is not valid:
 * then nothing at all is done, so that a half-applied form never exists.
 */
export function decideEdit(facts: EditFacts): EditDecision {
  const checked = checkChanges(facts)
  if (!checked.ok) return refused(facts, checked.refusal)
  const { current, meta } = facts
  const moved = checked.changes.filter(({ path, base }) => !sameValue(valueAt(current, path), base))
  const won = checked.changes.filter((change) => !moved.includes(change))
  const fields = overlay(current, won)
  const tooMany = contactOverflow(current, fields)
  if (tooMany) return refused(facts, tooMany)
  // Asked of the merged record: a star that was won may name a contact which is gone, and one that lost may settle where it was wanted.
  const conflicts = checked.changes
    .filter(({ path, value }) => !sameValue(valueAt(fields, path), value))
    .map((change) => lostValue(change, fields, meta))
  const changedPaths = changed(current, fields, won)
  return {
    outcome: conflicts.length > 0 ? 'conflict' : moved.length > 0 ? 'merged' : 'applied',
    fields,
    meta: withAuthor(meta, changedPaths, facts),
    changedPaths,
    conflicts,
  }
}

/** The pending edits of this console over what the server has said: the author always sees their own words. Stars are settled. */
export function applyEdits<T extends ParticipantFields>(
  record: T,
  edits: readonly { readonly changes: readonly Change[] }[],
): T {
  return overlay(
    record,
    edits.flatMap(({ changes }) => changes),
  )
}

function overlay<T extends ParticipantFields>(record: T, changes: readonly Change[]): T {
  return settleStars(changes.reduce((fields, { path, value }) => withValue(fields, path, value), record))
}

type Checked =
  | { readonly ok: true; readonly changes: readonly Change[] }
  | { readonly ok: false; readonly refusal: NonNullable<EditDecision['refusal']> }

function checkChanges({ changes, now }: EditFacts): Checked {
  const seen = new Set<string>()
  const normalised: Change[] = []
  for (const change of changes) {
    const { path } = change
    if (seen.has(path)) return { ok: false, refusal: { reason: 'malformed', message: 'is given twice', path } }
    seen.add(path)
    const checked = validateChange(path, change.value, { now })
    if (!checked.ok) return { ok: false, refusal: { reason: 'invalid_value', message: checked.message, path } }
    normalised.push({ ...change, value: checked.value })
  }
  return { ok: true, changes: normalised }
}

function contactOverflow(before: ParticipantFields, after: ParticipantFields): EditDecision['refusal'] | null {
  for (const list of ['emails', 'phones'] as const) {
    const count = Object.keys(after[list]).length
    if (count > MOST_CONTACTS && count > Object.keys(before[list]).length) {
      return { reason: 'invalid_value', message: `at most ${MOST_CONTACTS}`, path: list }
    }
  }
  return null
}

function changed(before: ParticipantFields, after: ParticipantFields, won: readonly Change[]): readonly string[] {
  const paths = new Set([...won.map(({ path }) => path), 'defaultEmail', 'defaultPhone'])
  return [...paths].filter((path) => !sameValue(valueAt(before, path), valueAt(after, path)))
}

function lostValue({ path, base, value }: Change, fields: ParticipantFields, meta: FieldAuthors): LostValue {
  const kept = Object.hasOwn(meta, path) ? meta[path] : undefined
  return {
    path,
    base,
    lostValue: value,
    keptValue: valueAt(fields, path),
    keptBy: kept?.by ?? null,
    keptAt: kept?.at ?? null,
  }
}

function withAuthor(meta: FieldAuthors, paths: readonly string[], { author, now }: EditFacts): FieldAuthors {
  const at = now.toISOString()
  return { ...meta, ...Object.fromEntries(paths.map((path) => [path, { by: author, at }])) }
}

function refused({ current, meta }: EditFacts, refusal: NonNullable<EditDecision['refusal']>): EditDecision {
  return { outcome: 'refused', fields: current, meta, changedPaths: [], conflicts: [], refusal }
}
