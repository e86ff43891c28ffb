import { type Kysely, type Selectable, sql } from 'kysely'
import { KIOSK_IDLE_MS, KIOSK_LIFE_MS } from '../../shared/kiosk/kioskRules'
import type { SignInWay } from '../../shared/waysIn/waysInSchemas'
import { sweepUnverified } from '../accountSecurity/factorStore'
import { consentsGivenSql } from '../consent/consentStore'
import type { Tables } from '../platform/database/tables'
import type { Tx } from '../platform/database/transaction'
import { newToken, tokenHash } from '../platform/secrets/opaqueToken'

const HOUR_MS = 3_600_000
/** W2: 24 hours after the last request (30 minutes on a device that others use too), and 7 days after sign-in whatever happens. */
export const SESSION_IDLE_MS = 24 * HOUR_MS
export const SHARED_IDLE_MS = HOUR_MS / 2
export const SESSION_LIFE_MS = 7 * 24 * HOUR_MS

export interface NewPortalSession {
  readonly token: string
  readonly maxAgeSeconds: number
}

/** What is known of the sign-in that a session starts with. Defaults: `password`, not shared, no words, no address, no app lock. */
export interface SessionStart {
  readonly way?: SignInWay
  /** Others use this device too. */
  readonly shared?: boolean
  readonly deviceWords?: string | undefined
  readonly address?: string | null
  /** The app lock that this device remembers. */
  readonly lockMinutes?: number | null
  /** On the clinic's machine: 5 minutes idle, 30 in all, and nothing but the consents (product item 11). */
  readonly kiosk?: boolean
}

/**
 * Starts a session with a new id (W3); call it inside the transaction that decided who signs in, after `endPortalSession` for the one that
 * this browser had before. The account's row must be locked or new.
 */
export async function startPortalSession(
  tx: Tx,
  participantId: string,
  now: Date,
  start: SessionStart = {},
): Promise<NewPortalSession> {
  const token = newToken()
  const { shared = false, kiosk = false } = start
  const lifeMs = kiosk ? KIOSK_LIFE_MS : SESSION_LIFE_MS
  await tx
    .insertInto('portal_session')
    .values({
      hash: tokenHash(token),
      participant_id: participantId,
      created_at: now,
      last_seen_at: now,
      authenticated_at: now,
      last_active_at: now,
      idle_expires_at: new Date(now.getTime() + idleMs({ shared, kiosk })),
      expires_at: new Date(now.getTime() + lifeMs),
      way: start.way ?? 'password',
      shared,
      device_words: start.deviceWords ?? '',
      address: start.address || null,
      lock_minutes: start.lockMinutes ?? null,
      kiosk,
    })
    .execute()
  return { token, maxAgeSeconds: lifeMs / 1000 }
}

/** How long a session lives without a request. */
export function idleMs({ shared, kiosk }: { readonly shared: boolean; readonly kiosk: boolean }): number {
  if (kiosk) return KIOSK_IDLE_MS
  return shared ? SHARED_IDLE_MS : SESSION_IDLE_MS
}

/**
 * The same session under a new id (W3): its ends, its device and its name stay, and the old cookie opens nothing from now on. Null when it
 * has ended meanwhile.
 */
export async function renewPortalSession(
  tx: Tx,
  hash: Buffer,
  now: Date,
): Promise<(NewPortalSession & { readonly hash: Buffer }) | null> {
  const token = newToken()
  const renewed = tokenHash(token)
  const row = await tx
    .updateTable('portal_session')
    .set({ hash: renewed })
    .where('hash', '=', hash)
    .returning('expires_at')
    .executeTakeFirst()
  if (!row) return null
  return {
    token,
    hash: renewed,
    maxAgeSeconds: Math.max(1, Math.ceil((row.expires_at.getTime() - now.getTime()) / 1000)),
  }
}

/** False when it had ended before. */
export async function endPortalSession(tx: Tx, hash: Buffer): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('portal_session').where('hash', '=', hash).executeTakeFirst()
  return numDeletedRows === 1n
}

/** An account with everything the gates ask about. */
export type FoundPerson = Pick<
  Selectable<Tables['account']>,
  | 'participant_id'
  | 'display_name'
  | 'email'
  | 'language'
  | 'holder'
  | 'email_verified_at'
  | 'mfa_required'
  | 'mfa_exempt_by_name'
> & {
  readonly has_factor: boolean
  /** How many of the current texts are agreed to; a text that is missing is one too few (I9). */
  readonly consents_given: number
  readonly clinic_requires_mfa: boolean
}

export type FoundSession = FoundPerson &
  Pick<
    Selectable<Tables['portal_session']>,
    | 'hash'
    | 'id'
    | 'idle_expires_at'
    | 'expires_at'
    | 'shared'
    | 'lock_minutes'
    | 'locked_at'
    | 'last_active_at'
    | 'authenticated_at'
    | 'kiosk'
  >

/** The columns of `FoundPerson`, of `account a` and `clinic c`. */
const PERSON = sql`a.participant_id, a.display_name, a.email, a.language, a.holder, a.email_verified_at, a.mfa_required, a.mfa_exempt_by_name,
      exists (select from totp_factor f where f.participant_id = a.participant_id and f.status = 'verified') as has_factor,
      (${consentsGivenSql(sql.ref('a.participant_id'))}) as consents_given,
      coalesce((c.settings -> 'mfaRequired')::boolean, false) as clinic_requires_mfa`

/**
 * The living session, its enabled account and everything the gates ask about, in one query, at each request (W4, I9, M5). Written out: building
 * it costs more than the database needs for it, and every request pays.
 */
export async function findPortalSession(
  db: Kysely<Tables>,
  token: string,
  now: Date,
): Promise<FoundSession | undefined> {
  const { rows } = await sql<FoundSession>`
    /* prepared: portal_session */
    select s.hash, s.id, s.idle_expires_at, s.expires_at, s.shared, s.lock_minutes, s.locked_at, s.last_active_at,
      s.authenticated_at, s.kiosk, ${PERSON}
    from portal_session s join account a on a.participant_id = s.participant_id cross join clinic c
    where s.hash = ${tokenHash(token)} and s.idle_expires_at > ${now} and s.expires_at > ${now} and a.disabled_at is null`.execute(
    db,
  )
  return rows[0]
}

/** The same of an account that nobody has to be signed in to, whether or not its access is revoked. */
export async function findPortalPerson(db: Kysely<Tables>, participantId: string): Promise<FoundPerson | undefined> {
  const { rows } = await sql<FoundPerson>`
    select ${PERSON} from account a cross join clinic c where a.participant_id = ${participantId}`.execute(db)
  return rows[0]
}

type SessionEnds = Pick<FoundSession, 'hash' | 'shared' | 'kiosk' | 'expires_at'>

/** Moves the idle end and the last activity to now, never past the absolute end. Returns when the session ends without another request. */
export async function slidePortalSession(db: Kysely<Tables>, session: SessionEnds, now: Date): Promise<Date> {
  const end = new Date(Math.min(now.getTime() + idleMs(session), session.expires_at.getTime()))
  await db
    .updateTable('portal_session')
    .set({ last_seen_at: now, last_active_at: now, idle_expires_at: end })
    .where('hash', '=', session.hash)
    // Two requests at once: the later one stays. One that the app lock has closed meanwhile stays closed.
    .where('last_active_at', '<', now)
    .where('locked_at', 'is', null)
    .execute()
  return end
}

/** Closes the app lock unless somebody was there meanwhile. True for the one request that closed it. */
export async function closeAppLock(tx: Tx, session: Pick<FoundSession, 'hash' | 'last_active_at'>, now: Date) {
  const { numUpdatedRows } = await tx
    .updateTable('portal_session')
    .set({ locked_at: now })
    .where('hash', '=', session.hash)
    .where('locked_at', 'is', null)
    .where('last_active_at', '<=', session.last_active_at)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Forgets sessions, opened invite pages and unconfirmed second factors that have ended; for a timer, once an hour. */
export async function sweepEndedSessions(db: Kysely<Tables>, now: Date): Promise<void> {
  await db
    .deleteFrom('portal_session')
    .where((where) => where.or([where('idle_expires_at', '<=', now), where('expires_at', '<=', now)]))
    .execute()
  await db.deleteFrom('invite_session').where('expires_at', '<=', now).execute()
  await sweepUnverified(db, now)
}
