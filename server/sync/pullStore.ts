import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type Action, allows, type Role, seesWholeClinic } from '../../shared/access/roles'
import type { ReplicatedName } from '../../shared/sync/syncSchemas'
import type { Tables } from '../platform/database/tables'
import { personalEpoch } from './personalEpoch'
import type { ScopeHolder } from './scopeStore'

/** The highest committed `rev` of each table that a pull reads. All rows up to it are visible to every later snapshot (commit order). */
export interface HighWater {
  /** Of this person (see `personalEpoch`), or the server's for 'everybody'. */
  readonly epoch: string
  /** Of this person at the moment of these revisions; null for 'everybody' and for somebody unknown. */
  readonly role: Role | null
  readonly scope: number
  readonly tables: Readonly<Record<ReplicatedName, number>>
  readonly highest: number
}

interface HighWaterRow extends Record<ReplicatedName, number> {
  readonly epoch: string
  readonly scope: number
  readonly role: Role | null
  readonly reset_rev: number | null
}

/** `scope` is that of one person, or for 'everybody' the highest of all (a probe of the index for each member of staff). */
export async function readHighWater(
  db: Kysely<Tables>,
  whose: Pick<ScopeHolder, 'staffId'> | 'everybody',
): Promise<HighWater> {
  const scope =
    whose === 'everybody'
      ? sql`select coalesce(max((select max(rev) from scope where staff_id = s.id)), 0) from staff s`
      : sql`select coalesce(max(rev), 0) from scope where staff_id = ${whose.staffId}`
  const { rows } = await sql<HighWaterRow>`
    select c.epoch, c.rev as clinic,
      (select coalesce(max(rev), 0) from program) as programs,
      (select coalesce(max(rev), 0) from staff) as staff,
      (select coalesce(max(rev), 0) from participant) as participants,
      (select coalesce(max(rev), 0) from invite) as invites,
      (select coalesce(max(rev), 0) from account) as accounts,
      (select coalesce(max(rev), 0) from message) as messages,
      (select coalesce(max(rev), 0) from correction) as corrections,
      (select coalesce(max(rev), 0) from conflict) as conflicts,
      (${scope}) as scope, me.role, me.reset_rev
    from clinic c left join staff me on me.id = ${whose === 'everybody' ? null : whose.staffId}::uuid`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('the clinic row is missing')
  const { epoch, scope: scopeRev, role, reset_rev: resetRev, ...tables } = row
  return {
    epoch: personalEpoch(epoch, resetRev ?? 0),
    role,
    scope: scopeRev,
    tables,
    highest: Math.max(scopeRev, ...Object.values(tables)),
  }
}

/** A window of revisions: after `from`, up to and including `to`, at most `limit` rows. */
export interface Window {
  readonly from: number
  readonly to: number
  readonly limit: number
}

export interface ChangedRow {
  readonly at: number
  readonly key: string
}

const PARTICIPANT_COLUMN = {
  participants: 'id',
  invites: 'participant_id',
  accounts: 'participant_id',
  messages: 'participant_id',
  corrections: 'participant_id',
  conflicts: 'participant_id',
} as const
const TABLE = {
  participants: 'participant',
  invites: 'invite',
  accounts: 'account',
  messages: 'message',
  corrections: 'correction',
  conflicts: 'conflict',
} as const
const KEY = {
  participants: 'id',
  invites: 'id',
  accounts: 'participant_id',
  messages: 'id',
  corrections: 'id',
  conflicts: 'id',
} as const
export type ScopedName = keyof typeof TABLE
export const SCOPED: readonly ScopedName[] = [
  'participants',
  'invites',
  'accounts',
  'messages',
  'corrections',
  'conflicts',
]

/** Clinical content, and what a role must be allowed to have it: the front desk gets none (product.md, Roles). */
const GUARDED: { readonly [Name in ScopedName]?: Action } = {
  messages: 'message.read',
  corrections: 'correction.read',
}

/** What a role's replica holds. */
export function scopedFor(role: Role): readonly ScopedName[] {
  return SCOPED.filter((name) => {
    const action = GUARDED[name]
    return action === undefined || allows(role, action)
  })
}

/**
 * Keys of the rows that changed in the window, oldest first, with the revision at which this person must hear of them: the
 * later of the row's own and the one at which it entered their scope. The two halves of the union exclude each other, and each walks an index.
 */
export async function changedKeys(
  db: Kysely<Tables>,
  holder: ScopeHolder,
  name: ScopedName,
  window: Window,
): Promise<ChangedRow[]> {
  const table = sql.table(TABLE[name])
  const key = sql.ref(`x.${KEY[name]}`)
  const person = sql.ref(`x.${PARTICIPANT_COLUMN[name]}`)
  const query: RawBuilder<ChangedRow> = seesWholeClinic(holder.role)
    ? sql`select ${key} as key, x.rev as at from ${table} x
          where x.rev > ${window.from} and x.rev <= ${window.to} order by x.rev limit ${window.limit}`
    : sql`
      select key, at from (
        select ${key} as key, greatest(x.rev, s.rev) as at from ${table} x
          join scope s on s.participant_id = ${person} and s.staff_id = ${holder.staffId} and s.active
          where x.rev > ${window.from}
        union all
        select ${key}, s.rev from scope s join ${table} x on ${person} = s.participant_id
          where s.staff_id = ${holder.staffId} and s.active and s.rev > ${window.from} and x.rev <= ${window.from}
      ) changed where at <= ${window.to} order by at limit ${window.limit}`
  return (await query.execute(db)).rows
}

/** Participants that left this person's scope within the window. */
export async function goneKeys(db: Kysely<Tables>, holder: ScopeHolder, window: Window): Promise<ChangedRow[]> {
  if (seesWholeClinic(holder.role)) return []
  return await db
    .selectFrom('scope')
    .select(['participant_id as key', 'rev as at'])
    .where('staff_id', '=', holder.staffId)
    .where('active', '=', false)
    .where('rev', '>', window.from)
    .where('rev', '<=', window.to)
    .orderBy('rev')
    .limit(window.limit)
    .execute()
}

/** How many participants are still to come after `rev`; for the progress bar of a first sync. */
export async function countParticipants(db: Kysely<Tables>, holder: ScopeHolder, after: number): Promise<number> {
  const { rows } = seesWholeClinic(holder.role)
    ? await sql<{ count: number }>`select count(*) as count from participant where rev > ${after}`.execute(db)
    : await sql<{ count: number }>`
        select count(*) as count from scope s join participant p on p.id = s.participant_id
        where s.staff_id = ${holder.staffId} and s.active and greatest(p.rev, s.rev) > ${after}`.execute(db)
  return rows[0]?.count ?? 0
}
