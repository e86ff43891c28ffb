import { type Kysely, sql } from 'kysely'
import { allows, type Role, seesWholeClinic } from '../../shared/access/roles'
import type { Tables } from '../platform/database/tables'
import { type ScopedName, scopedFor } from './pullStore'

/** Whose console listens. */
export interface NewsReader {
  readonly staffId: string
  readonly deviceId: string
}

/** What a reader may be told: everything, nothing at all, or of the participants in `ids` the collections that the role may have. */
export type Sight =
  | 'everything'
  | { readonly ids: ReadonlySet<string>; readonly names: readonly ScopedName[] }
  | 'nothing'

/** What to tell one reader; `resetRev` says under which epoch their console keeps it (`personalEpoch`). */
export interface ReaderSight {
  readonly sight: Sight
  readonly resetRev: number
}

const NONE: ReadonlySet<string> = new Set()

interface SightRow {
  readonly staff_id: string
  readonly device_id: string
  readonly role: Role
  readonly reset_rev: number
}

/**
 * Who may see which of these participants, as the database says now: role, suspension, console and session are read anew like at every
 * request (D3), because a stream was authenticated seconds ago. Two queries, however many readers there are.
 */
export async function sightsOf(
  db: Kysely<Tables>,
  readers: readonly NewsReader[],
  participantIds: readonly string[],
  now: Date,
): Promise<(reader: NewsReader) => ReaderSight> {
  const [living, scoped] = await Promise.all([livingSessions(db, readers, now), scopedIds(db, readers, participantIds)])
  const people = new Map(living.map((row) => [`${row.staff_id} ${row.device_id}`, row]))
  const sightOf = (role: Role, staffId: string): Sight => {
    if (!allows(role, 'sync.use')) return 'nothing'
    if (seesWholeClinic(role)) return 'everything'
    return { ids: scoped.get(staffId) ?? NONE, names: scopedFor(role) }
  }
  return ({ staffId, deviceId }) => {
    const person = people.get(`${staffId} ${deviceId}`)
    if (person === undefined) return { sight: 'nothing', resetRev: 0 }
    return { sight: sightOf(person.role, staffId), resetRev: person.reset_rev }
  }
}

async function livingSessions(db: Kysely<Tables>, readers: readonly NewsReader[], now: Date): Promise<SightRow[]> {
  return await db
    .selectFrom('staff_session')
    .innerJoin('staff', 'staff.id', 'staff_session.staff_id')
    .innerJoin('device', 'device.id', 'staff_session.device_id')
    .where('device.id', '=', sql<string>`any(${readers.map(({ deviceId }) => deviceId)}::text[])`)
    .where('device.state', '=', 'active')
    .where('staff.suspended_at', 'is', null)
    .where('staff_session.expires_at', '>', now)
    .select(['staff.id as staff_id', 'device.id as device_id', 'staff.role', 'staff.reset_rev'])
    .execute()
}

async function scopedIds(db: Kysely<Tables>, readers: readonly NewsReader[], participantIds: readonly string[]) {
  const staffIds = [...new Set(readers.map(({ staffId }) => staffId))]
  const rows = await db
    .selectFrom('scope')
    .select(['staff_id', 'participant_id'])
    .where('participant_id', '=', sql<string>`any(${participantIds}::uuid[])`)
    .where('staff_id', '=', sql<string>`any(${staffIds}::uuid[])`)
    .where('active', '=', true)
    .execute()
  const scoped = new Map<string, Set<string>>()
  for (const row of rows) {
    const ids = scoped.get(row.staff_id) ?? new Set()
    scoped.set(row.staff_id, ids.add(row.participant_id))
  }
  return scoped
}
