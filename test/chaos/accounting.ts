import type { Kysely } from 'kysely'
import type { Tables } from '../../server/platform/database/tables'
import { valueAt } from '../../shared/participants/participantRules'
import type { FieldValue } from '../../shared/participants/participantSchemas'
import type { OutboxItem } from '../../shared/sync/syncSchemas'
import { PATHS } from './deeds'

/** What the consoles did, as the run heard of it. */
export interface Deeds {
  /** Everything that may have been stored: said before it was. */
  readonly intended: ReadonlyMap<string, OutboxItem>
  /** Durable on its console: each of these must be accounted for. */
  readonly saved: ReadonlySet<string>
  /** What stands in a console's queue as refused, with the reason. */
  readonly refused: ReadonlyMap<string, string | null>
}

/** Refusals that no fault may lead to. */
const IMPOSSIBLE: ReadonlySet<string> = new Set(['malformed', 'already_exists'])
const normal = (value: FieldValue) => JSON.stringify(typeof value === 'string' ? value.trim() : value)
const place = (participantId: string, path: string, value: FieldValue) =>
  JSON.stringify([participantId, path, normal(value)])

/**
 * Each saved write has come to the server once; each value of an edit that it took stands in the record, in the history of conflicts, or was seen and replaced
 * by a later write; and no record says what nobody wrote. Returns what is wrong, in words.
 */
export async function unaccounted(db: Kysely<Tables>, { intended, saved, refused }: Deeds): Promise<string[]> {
  const people = await db.selectFrom('participant').select(['id', 'fields']).execute()
  const records = new Map(people.map(({ id, fields }) => [id, fields]))
  const conflicts = await db.selectFrom('conflict').selectAll().execute()
  const corrections = await db.selectFrom('correction').select(['participant_id', 'changes']).execute()
  const ledger = await db.selectFrom('sync_write').select(['write_id', 'result']).execute()
  const outcomes = new Map(ledger.map(({ write_id, result }) => [write_id, result.outcome]))
  const taken = [...intended.values()].filter((item) => isTaken(item, outcomes.get(item.writeId)))
  const paths = new Map(conflicts.map(({ id, path }) => [id, path]))
  const edits = taken.flatMap((item) => editsOf(item, paths))

  const known = new Set<string>()
  for (const { participantId, changes } of edits)
    for (const { path, base } of changes) known.add(place(participantId, path, base))
  for (const row of conflicts)
    for (const value of [row.lost_value, row.kept_value, row.base])
      known.add(place(row.participant_id, row.path, value))
  for (const { participant_id, changes } of corrections)
    for (const { path, old } of changes) known.add(place(participant_id, path, old))

  // A console makes no bad writes, and ids of its own: only its own write, applied before, can be in the way of it.
  const problems = [...saved]
    .filter((id) => !outcomes.has(id) || IMPOSSIBLE.has(refused.get(id) ?? ''))
    .map((id) => `${intended.get(id)?.kind} ${id} ${refused.get(id) ?? 'never arrived'}`)
  for (const { writeId, participantId, changes } of edits) {
    const record = records.get(participantId)
    for (const { path, value } of changes) {
      const stands = record !== undefined && normal(valueAt(record, path)) === normal(value)
      if (!stands && !known.has(place(participantId, path, value)))
        problems.push(`${path} of ${participantId}: ${JSON.stringify(value)} of ${writeId} vanished`)
    }
  }
  return [...problems, ...unknownValues(records, edits, corrections)]
}

/** Each effect has one audit row, however often its write was sent (Y2). Returns what happened twice. */
export async function doubled(db: Kysely<Tables>, { intended }: Pick<Deeds, 'intended'>): Promise<string[]> {
  const rows = await db.selectFrom('audit_log').select(['action', 'target_id', 'outcome']).execute()
  const counts = new Map<string, number>()
  for (const { action, target_id, outcome } of rows) {
    const once = outcome === 'ok' ? ONCE[action] : undefined
    const key = once === undefined ? action : `${once} of ${target_id}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const problems = [...counts].filter(([key, count]) => key.includes(' of ') && count > 1)
  const writes = [...intended.values()].filter(({ kind }) => EDITING.has(kind)).length
  const edited = counts.get('participant.edited') ?? 0
  if (edited > writes) problems.push(['participant.edited', edited])
  return problems.map(([key, count]) => `${key} happened ${count} times`)
}
/** What happens once in the life of its object. */
const ONCE: Readonly<Record<string, string>> = {
  'participant.created': 'creation',
  'invite.created': 'invite',
  'invite.revoked': 'revocation',
  'correction.acknowledged': 'acknowledgement',
  'correction.accepted': 'decision',
  'correction.partly_accepted': 'decision',
  'correction.denied': 'decision',
}
const EDITING: ReadonlySet<string> = new Set(['edit', 'correction.decide', 'conflict.resolve'])

type Edited = Pick<Extract<OutboxItem, { kind: 'edit' }>, 'writeId' | 'participantId' | 'changes'>

/** The changes of a write; who decides a conflict changes its field. */
function editsOf(item: OutboxItem, paths: ReadonlyMap<string, string>): Edited[] {
  if (item.kind === 'edit') return [item]
  if (item.kind !== 'conflict.resolve') return []
  const { writeId, participantId, base, value } = item
  return [{ writeId, participantId, changes: [{ path: paths.get(item.conflictId) ?? '', base, value }] }]
}

/** Of a command, conflict says that nothing was done. */
function isTaken({ kind }: OutboxItem, outcome: string | undefined): boolean {
  if (outcome === 'conflict') return kind === 'edit'
  return outcome === 'applied' || outcome === 'merged'
}

type Records = ReadonlyMap<string, Parameters<typeof valueAt>[0]>
type Corrections = readonly { readonly changes: readonly { readonly proposed: FieldValue }[] }[]

function unknownValues(records: Records, edits: readonly Edited[], corrections: Corrections): string[] {
  const written = new Set(edits.flatMap(({ changes }) => changes.map(({ value }) => normal(value))))
  for (const { changes } of corrections) for (const { proposed } of changes) written.add(normal(proposed))
  const problems: string[] = []
  for (const [id, fields] of records)
    for (const path of PATHS) {
      const value = valueAt(fields, path)
      const isOriginal = value === '' || value === `Family ${id.slice(4, 8)}`
      if (!isOriginal && !written.has(normal(value))) problems.push(`${path} of ${id} is ${value}, which nobody wrote`)
    }
  return problems
}
