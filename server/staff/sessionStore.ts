import type { Kysely } from 'kysely'
import { CONTACT_WRITE_MS, STAFF_SESSION_LIFE_MS } from '../../shared/staff/signInRules'
import { leaseColumn } from '../devices/clinicLease'
import type { Tables } from '../platform/database/tables'
import type { Reading, Tx } from '../platform/database/transaction'
import { tokenHash } from '../platform/secrets/opaqueToken'

/** Without contact for so long a console wipes itself (product.md, offline lease). */
const LONGEST_LEASE_MS = 30 * 24 * 3_600_000

export interface NewSession {
  readonly token: string
  readonly staffId: string
  readonly deviceId: string
  readonly now: Date
  /** Of the session that this one takes the place of; 12 hours from now when left out. */
  readonly endsAt?: Date
}

/** Starts a session; returns its end. Call `endSessionsOf` before, so that an old id dies with the new sign-in (W3). */
export async function addSession(tx: Tx, session: NewSession): Promise<Date> {
  const { token, staffId, deviceId, now } = session
  const endsAt = session.endsAt ?? new Date(now.getTime() + STAFF_SESSION_LIFE_MS)
  await tx
    .insertInto('staff_session')
    .values({
      hash: tokenHash(token),
      staff_id: staffId,
      device_id: deviceId,
      created_at: now,
      last_seen_at: now,
      expires_at: endsAt,
    })
    .execute()
  return endsAt
}

/** Everywhere: sessions and sign-ins under way (W4). Gives the consoles that had a session. */
export async function endEverySession(tx: Tx, staffId: string): Promise<string[]> {
  await tx.deleteFrom('staff_challenge').where('staff_id', '=', staffId).execute()
  const ended = await tx.deleteFrom('staff_session').where('staff_id', '=', staffId).returning('device_id').execute()
  return [...new Set(ended.map((row) => row.device_id))]
}

export async function endSessionsOf(tx: Tx, staffId: string, deviceId: string): Promise<void> {
  await tx.deleteFrom('staff_session').where('staff_id', '=', staffId).where('device_id', '=', deviceId).execute()
}

/** All sessions on a console, whoever started them (D3). */
export async function endDeviceSessions(tx: Tx, deviceId: string): Promise<void> {
  await tx.deleteFrom('staff_session').where('device_id', '=', deviceId).execute()
}

export async function endSession(tx: Tx, token: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('staff_session')
    .where('hash', '=', tokenHash(token))
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/**
 * Device, and the session with its person, in one query at each request (D3); whether it is over, or the person suspended, is for the
 * caller to see. Starts from the device, so that a removed console learns of it even though its sessions are gone. Undefined: a console never seen.
 */
export async function findCaller(db: Reading, token: string, deviceId: string) {
  return db
    .selectFrom('device')
    .leftJoin('staff_session', (join) =>
      join.onRef('staff_session.device_id', '=', 'device.id').on('staff_session.hash', '=', tokenHash(token)),
    )
    .leftJoin('staff', 'staff.id', 'staff_session.staff_id')
    .where('device.id', '=', deviceId)
    .select([
      'device.state',
      'device.wipe_order',
      'device.last_contact_at',
      'staff.id as staff_id',
      'staff.display_name',
      'staff.email',
      'staff.role',
      'staff.password_changed_at',
      'staff.suspended_at',
      'staff_session.expires_at',
      'staff_session.last_seen_at',
      leaseColumn().as('lease_days'),
    ])
    .executeTakeFirst()
}

/** Writes "seen" on session and console, each in its own statement and at most once a minute. */
export async function recordContact(db: Kysely<Tables>, token: string, deviceId: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - CONTACT_WRITE_MS)
  await db
    .updateTable('staff_session')
    .set({ last_seen_at: now })
    .where('hash', '=', tokenHash(token))
    .where('last_seen_at', '<=', before)
    .execute()
  await db
    .updateTable('device')
    .set({ last_contact_at: now })
    .where('id', '=', deviceId)
    .where((where) => where.or([where('last_contact_at', 'is', null), where('last_contact_at', '<=', before)]))
    .execute()
}

/** Whether `recordContact` would write anything. */
export function contactIsOld(lastContact: Date | null, now: Date): boolean {
  return lastContact === null || now.getTime() - lastContact.getTime() >= CONTACT_WRITE_MS
}

/** Sessions and challenges that ended on their own; for a timer. Those of suspended people stay until no console holds records for them any more. */
export async function sweepStaffSignIns(db: Kysely<Tables>, now: Date): Promise<void> {
  const wiped = new Date(now.getTime() - LONGEST_LEASE_MS)
  const suspended = db.selectFrom('staff').select('id').where('suspended_at', 'is not', null)
  await db
    .deleteFrom('staff_session')
    .where('expires_at', '<=', now)
    .where((where) => where.or([where('expires_at', '<=', wiped), where('staff_id', 'not in', suspended)]))
    .execute()
  await db.deleteFrom('staff_challenge').where('expires_at', '<=', now).execute()
}
