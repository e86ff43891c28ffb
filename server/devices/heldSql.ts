import { type RawBuilder, sql } from 'kysely'
import type { Role } from '../../shared/access/roles'
import { ROLES, seesWholeClinic } from '../../shared/access/roles'

const WHOLE_CLINIC: readonly Role[] = ROLES.filter(seesWholeClinic)

/**
 * Rows (device_id, staff_id, participant_id): what each copy held as of the last sync there. Whoever sees only a caseload: the pairs that were open
 * at the revision of that sync. Whoever sees the whole clinic: everybody known by then and a little later, because new records reach them by live
 * news too and a sync is noted once a minute. While a sync comes in pages, what it brings and what was there before both count: in a breach a name too
 * many is better than one too few. `where` restricts the holders, named `h`; a pair may come twice.
 */
export function heldRows(where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    with copies as (
      select h.device_id, h.staff_id, h.role, h.rev, h.synced_at from device_holder h where ${where}
      union all
      select h.device_id, h.staff_id, h.former_role, h.former_rev, h.synced_at from device_holder h
        where h.former_rev is not null and ${where}
    )
    select h.device_id, h.staff_id, s.participant_id
      from copies h join scope_history s
        on s.staff_id = h.staff_id and s.from_rev <= h.rev and (s.to_rev is null or s.to_rev > h.rev)
      where not ${isWhole()}
    union all
    select h.device_id, h.staff_id, p.id
      from copies h join participant p on p.created_at <= h.synced_at + interval '3 minutes'
      where ${isWhole()}`
}

/** Whether the holder `h` synced in a role that sees everybody. */
function isWhole(): RawBuilder<boolean> {
  return sql<boolean>`h.role in (${sql.join(WHOLE_CLINIC)})`
}
