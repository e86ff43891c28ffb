import { type Kysely, sql } from 'kysely'
import type { Role } from '../../shared/access/roles'
import type { SyncReport } from '../../shared/devices/deviceSchemas'
import { CONTACT_WRITE_MS } from '../../shared/staff/signInRules'
import type { Tables } from '../platform/database/tables'

/** Copies remembered at once; beyond that the oldest are noted once more than needed. */
const MOST_REMEMBERED = 5_000

export interface Copy {
  readonly deviceId: string
  readonly staffId: string
  readonly role: Role
}

export interface Pulled {
  /** How far the copy goes with this answer. */
  readonly rev: number
  /** Of the newest change of this person's scope. */
  readonly scopeRev: number
  /** False while more pages follow: until then the console may hold what it held before as well as what is coming. */
  readonly complete: boolean
}

export interface HoldingNotes {
  /** To be awaited before the answer leaves: what is not written down is not given out. Writes at most once a minute unless the scope moved. */
  pulled(copy: Copy, pulled: Pulled, now: Date): Promise<void>
  /** What the console says of its own copy. Nothing happens for a copy that never synced. */
  reported(copy: Omit<Copy, 'role'>, report: SyncReport, now: Date): Promise<void>
}

interface Noted {
  readonly role: Role
  readonly rev: number
  readonly at: number
}

/** Who holds what on which console (D4, and the list for breach work). One for each server process. */
export function createHoldingNotes(db: Kysely<Tables>): HoldingNotes {
  const noted = new Map<string, Noted>()
  const isFresh = (known: Noted | undefined, role: Role, pulled: Pulled, now: Date) =>
    known !== undefined &&
    known.role === role &&
    known.rev >= pulled.scopeRev &&
    // Another epoch starts its numbers anew.
    known.rev <= pulled.rev &&
    now.getTime() - known.at < CONTACT_WRITE_MS
  return {
    pulled: async (copy, pulled, now) => {
      const key = `${copy.deviceId} ${copy.staffId}`
      if (isFresh(noted.get(key), copy.role, pulled, now)) return
      await writePulled(db, copy, pulled, now)
      if (!pulled.complete) return
      noted.delete(key)
      noted.set(key, { role: copy.role, rev: pulled.rev, at: now.getTime() })
      for (const oldest of [...noted.keys()].slice(0, Math.max(0, noted.size - MOST_REMEMBERED))) noted.delete(oldest)
    },
    reported: async ({ deviceId, staffId }, report, now) => {
      const { unsent, oldestUnsentSeconds: age, documents, bytes } = report
      await db
        .updateTable('device_holder')
        .set({
          unsent,
          oldest_unsent_at: age === null ? null : new Date(now.getTime() - age * 1000),
          documents,
          bytes,
          reported_at: now,
        })
        .where('device_id', '=', deviceId)
        .where('staff_id', '=', staffId)
        .execute()
    },
  }
}

async function writePulled(db: Kysely<Tables>, copy: Copy, { rev, complete }: Pulled, now: Date): Promise<void> {
  const { deviceId, staffId, role } = copy
  await sql`
    insert into device_holder as h (device_id, staff_id, role, rev, synced_at)
    values (${deviceId}, ${staffId}, ${role}, ${rev}, ${now})
    on conflict (device_id, staff_id) do update set
      role = excluded.role, rev = excluded.rev, synced_at = excluded.synced_at, ${
        complete
          ? sql`former_role = null, former_rev = null`
          : sql`former_role = coalesce(h.former_role, h.role), former_rev = coalesce(h.former_rev, h.rev)`
      }`.execute(db)
}
