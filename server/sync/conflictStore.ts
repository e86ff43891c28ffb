import { type Selectable, sql, type Transaction } from 'kysely'
import type { ConflictDoc } from '../../shared/sync/syncSchemas'
import type { Tables } from '../platform/database/tables'

export function conflictDoc(row: Selectable<Tables['conflict']>): ConflictDoc {
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
