import { type Selectable, sql, type Transaction } from 'kysely'
import { PROGRAM_ROLES } from '../../shared/access/roles'
import type { Participant, ParticipantFields } from '../../shared/participants/participantSchemas'
import type { FieldMeta, Tables } from '../platform/database/tables'

export type ParticipantRow = Pick<
  Selectable<Tables['participant']>,
  'id' | 'rev' | 'fields' | 'updated_at' | 'updated_by_name'
>

/** The document that replicas hold. */
export function participantDoc(row: ParticipantRow): Participant {
  return {
    id: row.id,
    rev: row.rev,
    ...row.fields,
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by_name,
  }
}

export interface LockedParticipant {
  readonly id: string
  readonly rev: number
  readonly fields: ParticipantFields
  readonly meta: FieldMeta
  readonly updatedAt: Date
  readonly updatedByName: string
}

/**
 * Locks the rows in the order of their ids, so that two batches over the same people cannot wait for each other. Not `for update`: a
 * foreign key to a locked participant, checked by somebody who holds the commit lock, must not wait for us, who wait for that lock.
 */
export async function lockParticipants(
  tx: Transaction<Tables>,
  ids: readonly string[],
): Promise<Map<string, LockedParticipant>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('participant')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        rev: row.rev,
        fields: row.fields,
        meta: row.field_meta,
        updatedAt: row.updated_at,
        updatedByName: row.updated_by_name,
      },
    ]),
  )
}

export interface ParticipantUpdate {
  readonly id: string
  readonly rev: number
  readonly fields: ParticipantFields
  readonly meta: FieldMeta
}

/**
 * Writes many changed records in one statement; they are locked already, and the commit lock is held. Whoever came into another program is seen by its
 * managers and front desk from this commit on. `staffId` is null when the participant wrote.
 */
export async function updateParticipants(
  tx: Transaction<Tables>,
  updates: readonly ParticipantUpdate[],
  author: { readonly staffId: string | null; readonly displayName: string },
  now: Date,
): Promise<void> {
  if (updates.length === 0) return
  const rows = JSON.stringify(updates.map((update) => ({ ...update, program: update.fields.programId })))
  await sql`
    with u as (
      select * from jsonb_to_recordset(${rows}::jsonb) as u(id uuid, rev bigint, fields jsonb, meta jsonb, program uuid)
    ), moved as (
      insert into scope (staff_id, participant_id, rev, active)
      select s.id, p.id, nextval('sync_rev'), true
      from u join participant p on p.id = u.id and p.program_id <> u.program
        join staff_program o on o.program_id = u.program
        join staff s on s.id = o.staff_id and s.role = any(${PROGRAM_ROLES}::text[])
      where not exists (select from scope c where c.staff_id = s.id and c.participant_id = p.id and c.active)
      on conflict (staff_id, participant_id) do update set rev = excluded.rev, active = true
    )
    update participant p
    set rev = u.rev, fields = u.fields, field_meta = u.meta, program_id = u.program,
        updated_at = ${now}, updated_by = ${author.staffId}::uuid, updated_by_name = ${author.displayName}
    from u where p.id = u.id`.execute(tx)
}
