import type { Insertable, Selectable } from 'kysely'
import type { AuditRow } from '../../shared/audit/auditSchemas'
import type { Tables } from '../platform/database/tables'

/** `audit_log` as the reader selects it: `detail` as jsonb's own text, so that no altered number hides behind a parser's rounding. */
export type StoredRow = Omit<Selectable<Tables['audit_log']>, 'detail' | 'at' | 'seq'> & {
  readonly seq: number | string
  readonly at: unknown
  readonly detail: string | null
}

export function toTable(row: AuditRow): Insertable<Tables['audit_log']> {
  return {
    seq: row.seq,
    at: new Date(row.at),
    actor_kind: row.actor.kind,
    actor_id: row.actor.id,
    role: row.actor.role,
    device_id: row.actor.deviceId,
    address: row.actor.address,
    action: row.action,
    target_kind: row.target.kind,
    target_id: row.target.id,
    outcome: row.outcome,
    detail: JSON.stringify(row.detail),
    prev_hash: row.prevHash,
    hash: row.hash,
  }
}

/** Never throws: a column that cannot be read keeps its raw text, so that the row's hash does not fit and the verifier names it. */
export function fromTable(row: StoredRow): AuditRow {
  return {
    seq: Number(row.seq),
    at: timeText(row.at),
    actor: { kind: row.actor_kind, id: row.actor_id, role: row.role, deviceId: row.device_id, address: row.address },
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id },
    outcome: row.outcome,
    detail: readDetail(row.detail),
    prevHash: row.prev_hash,
    hash: row.hash,
    // The columns are plain text: what they hold is proven by the hash, not by these types.
  } as AuditRow
}

function timeText(at: unknown): string {
  return at instanceof Date && !Number.isNaN(at.getTime()) ? at.toISOString() : `unreadable: ${String(at)}`
}

/** `detail` from jsonb's own text; never throws for what jsonb can hold. */
export function readDetail(text: string | null): AuditRow['detail'] {
  if (text === '{}') return {}
  // Only an object was ever written; the checks below keep a changed row from passing, and from breaking what prints it.
  return text === null || !text.startsWith('{') || hasFraction(text) ? { unreadable: text } : JSON.parse(text)
}

/** jsonb keeps `1.00000000000000000001` apart from `1`, JSON.parse does not. Strings are cut out only when one might look like it. */
function hasFraction(text: string): boolean {
  return /\d\./.test(text) && /\d\./.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '""'))
}
