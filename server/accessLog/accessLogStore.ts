import { sql } from 'kysely'
import { type AccessRow, READ_ACTIONS } from '../../shared/accessLog/accessRules'
import type { Reading } from '../platform/database/transaction'

export type StoredAccess = AccessRow & { readonly seq: number }

/**
 * Rows of the audit log about one participant, their account, invites, messages and correction requests, newest first. Refused tries are left out: nothing was seen or done.
 * Each target is a probe of `audit_log_target`.
 */
export async function loadAccess(
  db: Reading,
  participantId: string,
  before: number | null,
  limit: number,
): Promise<StoredAccess[]> {
  const older = before === null ? sql`` : sql`and a.seq < ${before}`
  const { rows } = await sql<StoredAccess>`
    with target (kind, id) as (
      select unnest(array['participant', 'account']), ${participantId}::text
      union all select 'invite', id::text from invite where participant_id = ${participantId}
      union all select 'message', id::text from message where participant_id = ${participantId}
      union all select 'correction', id::text from correction where participant_id = ${participantId})
    select a.seq, a.at, a.actor_kind as "actorKind", a.actor_id as "actorId", a.role, a.action,
      s.display_name as "staffName", d.name as place
    from target t
      join audit_log a on a.target_kind = t.kind and a.target_id = t.id
      left join staff s on a.actor_kind = 'staff' and s.id::text = a.actor_id
      left join device d on d.id = a.device_id
    where a.outcome = 'ok' and a.action = any(${READ_ACTIONS}::text[]) ${older}
    order by a.seq desc limit ${limit}`.execute(db)
  return rows
}
