import { type Selectable, sql, type Transaction } from 'kysely'
import type { FieldValue } from '../../shared/participants/participantSchemas'
import type { Choice, ConflictDoc } from '../../shared/sync/conflictSchemas'
import type { Tables } from '../platform/database/tables'
import type { Tx } from '../platform/database/transaction'
import type { WriteCaller } from '../sync/writeCaller'

export type ConflictRow = Selectable<Tables['conflict']>

export function conflictDoc(row: ConflictRow): ConflictDoc {
  return {
    id: row.id,
    rev: row.rev,
    participantId: row.participant_id,
    path: row.path,
    base: row.base,
    lostValue: row.lost_value,
    lostById: row.lost_by,
    lostByName: row.lost_by_name,
    lostAt: row.lost_at.toISOString(),
    keptValue: row.kept_value,
    keptByName: row.kept_by_name,
    keptAt: row.kept_at?.toISOString() ?? null,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    resolvedByName: row.resolved_by_name,
    choice: row.choice,
    resolvedValue: row.resolved_value,
  }
}

/** The losing values are kept with author and time; nothing that somebody typed is dropped (Y6). */
export async function insertConflicts(tx: Transaction<Tables>, conflicts: readonly ConflictDoc[]): Promise<void> {
  if (conflicts.length === 0) return
  await sql`
    insert into conflict (id, rev, participant_id, path, base, lost_value, lost_by, lost_by_name, lost_at, kept_value, kept_by_name, kept_at)
    select * from jsonb_to_recordset(${JSON.stringify(conflicts)}::jsonb) as c(
      id uuid, rev bigint, "participantId" uuid, path text, base jsonb, "lostValue" jsonb, "lostById" uuid, "lostByName" text,
      "lostAt" timestamptz, "keptValue" jsonb, "keptByName" text, "keptAt" timestamptz)`.execute(tx)
}

/** Locked until the commit. Lock the participant first. */
export async function lockConflict(tx: Tx, id: string): Promise<ConflictRow | undefined> {
  return await tx.selectFrom('conflict').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Who chose what, and when; the row stays as history. It is locked already. */
export async function writeResolution(
  tx: Tx,
  row: ConflictRow,
  { rev, choice, value, by }: { rev: number; choice: Choice; value: FieldValue; by: WriteCaller },
): Promise<ConflictDoc> {
  const values = { rev, choice, resolved_at: by.now, resolved_by: by.staffId, resolved_by_name: by.displayName }
  const stored = { ...values, resolved_value: value === null ? null : JSON.stringify(value) }
  await tx.updateTable('conflict').set(stored).where('id', '=', row.id).execute()
  return conflictDoc({ ...row, ...values, resolved_value: value })
}
