import { type RawBuilder, sql } from 'kysely'
import { type Role, seesWholeClinic } from '../../shared/access/roles'
import { actionsOf } from '../../shared/audit/auditGroups'
import type { AuditFilter, ListedRow } from '../../shared/audit/auditListSchemas'
import type { Reading } from '../platform/database/transaction'
import { fromTable, type StoredRow } from './auditTable'

/** Who reads: administrators and auditors see every row, managers what is about participants in their scope and their own deeds. */
export interface AuditReader {
  readonly staffId: string
  readonly role: Role
}

type StoredListed = StoredRow & { readonly participant_id: string | null }

export const AUDIT_COLUMNS = sql.raw(
  'seq, at, actor_kind, actor_id, role, device_id, address, action, target_kind, target_id, outcome, detail::text as detail, prev_hash, hash, participant_id',
)

export function seesWholeLog(role: Role): boolean {
  return seesWholeClinic(role) || role === 'auditor'
}

/** `true` or the rows that this person may see; roles without a log of their own are refused before, and see nothing here. */
function sightOf({ staffId, role }: AuditReader): RawBuilder<unknown> {
  if (seesWholeLog(role)) return sql`true`
  if (role !== 'manager') return sql`false`
  return sql`(actor_id = ${staffId} or participant_id in
    (select s.participant_id::text from scope s where s.staff_id = ${staffId} and s.active))`
}

export function conditionsOf(reader: AuditReader, filter: AuditFilter): RawBuilder<unknown> {
  const { from, to, group, actorId, participantId, deviceId, outcome, code } = filter
  const parts = [sightOf(reader)]
  if (from !== null) parts.push(sql`at >= ${new Date(from)}`)
  if (to !== null) parts.push(sql`at < ${new Date(to)}`)
  if (group !== null) parts.push(sql`action = any(${actionsOf(group)}::text[])`)
  if (actorId !== null) parts.push(sql`actor_id = ${actorId}`)
  if (participantId !== null) parts.push(sql`participant_id = ${participantId}`)
  if (deviceId !== null) parts.push(sql`device_id = ${deviceId}`)
  if (outcome !== null) parts.push(outcome === 'ok' ? sql`outcome = 'ok'` : sql`outcome <> 'ok'`)
  if (code !== null) parts.push(codeIs(code))
  return sql.join(parts, sql` and `)
}

/** Each way has an index of its own; the last one is `audit_log_codes`. */
function codeIs(code: string): RawBuilder<unknown> {
  return sql`(action = ${code} or target_id = ${code} or address = ${code}
    or jsonb_path_query_array(detail, 'lax $.*[*]') @> ${JSON.stringify([code])}::jsonb)`
}

export interface SeqWindow {
  /** Rows before or after this number; null: from the newest. */
  readonly cursor: { readonly direction: 'older' | 'newer'; readonly seq: number } | null
  readonly limit: number
}

/** Rows of a keyset page, newest first whichever way it was asked for. */
export async function selectRows(
  db: Reading,
  reader: AuditReader,
  filter: AuditFilter,
  { cursor, limit }: SeqWindow,
): Promise<ListedRow[]> {
  const rising = cursor?.direction === 'newer'
  const bound = cursor === null ? sql`true` : rising ? sql`seq > ${cursor.seq}` : sql`seq < ${cursor.seq}`
  const { rows } = await sql<StoredListed>`
    select ${AUDIT_COLUMNS} from audit_log
    where ${bound} and ${conditionsOf(reader, filter)}
    order by seq ${rising ? sql`asc` : sql`desc`} limit ${limit}`.execute(db)
  const listed = rows.map((row) => ({ row: fromTable(row), participantId: row.participant_id }))
  return rising ? listed.reverse() : listed
}

/** How many rows up to `to` the reader's sight and filter hold. */
export async function countRows(db: Reading, reader: AuditReader, filter: AuditFilter, to: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from audit_log where seq <= ${to} and ${conditionsOf(reader, filter)}`.execute(db)
  return Number(rows[0]?.n ?? 0)
}
