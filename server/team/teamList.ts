import { type Kysely, sql } from 'kysely'
import { hasCaseload } from '../../shared/team/teamRules'
import type { TeamMember } from '../../shared/team/teamSchemas'
import type { Tables } from '../platform/database/tables'
import { passwordBudget } from '../staff/signInBudgets'
import type { WriteCaller } from '../sync/writeCaller'

/** All colleagues by name, also suspended ones. The time of the last sign-in comes from the audit log: sessions do not outlive the day. */
export async function listMembers(
  { db }: { readonly db: Kysely<Tables> },
  { staffId, now }: Pick<WriteCaller, 'staffId' | 'now'>,
): Promise<TeamMember[]> {
  const rows = await db.selectFrom('staff').selectAll().orderBy(sql`lower(display_name)`).orderBy('id').execute()
  const lockKeys = new Map(rows.map((row) => [passwordBudget(row.email, now).key, row.id]))
  const [signIns, counts, locks] = await Promise.all([
    lastSignIns(db),
    caseloadCounts(db),
    db
      .selectFrom('attempt')
      .select(['key', 'locked_until'])
      .where('key', '=', sql<string>`any(${[...lockKeys.keys()]}::text[])`)
      .where('locked_until', '>', now)
      .execute(),
  ])
  const lockedUntil = new Map(locks.map((lock) => [lockKeys.get(lock.key), lock.locked_until]))
  return rows.map((row) => ({
    id: row.id,
    displayName: row.display_name,
    email: row.email,
    role: row.role,
    mfa: row.totp_secret === null ? 'none' : 'verified',
    suspendedAt: iso(row.suspended_at),
    lockedUntil: iso(lockedUntil.get(row.id)),
    lastSignInAt: iso(signIns.get(row.id)),
    firstPassword: row.password_changed_at === null,
    isYou: row.id === staffId,
    caseload: hasCaseload(row.role) ? (counts.get(row.id) ?? 0) : null,
  }))
}

async function lastSignIns(db: Kysely<Tables>): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ id: string; at: Date }>`
    select s.id, last.at from staff s cross join lateral (
      select at from audit_log where target_kind = 'staff' and target_id = s.id::text and action = 'staff.sign_in' and outcome = 'ok'
      order by seq desc limit 1) last`.execute(db)
  return new Map(rows.map((row) => [row.id, row.at]))
}

async function caseloadCounts(db: Kysely<Tables>): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('scope')
    .select((select) => ['staff_id', select.fn.countAll<number>().as('count')])
    .where('active', '=', true)
    .groupBy('staff_id')
    .execute()
  return new Map(rows.map((row) => [row.staff_id, row.count]))
}

function iso(time: Date | null | undefined): string | null {
  return time?.toISOString() ?? null
}
