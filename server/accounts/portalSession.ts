import type { Kysely } from 'kysely'
import { type AppLockFacts, appLock, slideIsDue } from '../../shared/accountSecurity/sessionRules'
import { mfaIsRequired } from '../../shared/accounts/accountRules'
import { CONSENT_DOCUMENTS } from '../../shared/consent/consentSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { appendAudit } from '../audit/auditStore'
import type { Tables } from '../platform/database/tables'
import { inTransaction } from '../platform/database/transaction'
import type { Callers, PortalCaller, PortalPerson, Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { languageOf } from './accountStore'
import {
  closeAppLock,
  type FoundPerson,
  type FoundSession,
  findPortalPerson,
  findPortalSession,
  idleMs,
  slidePortalSession,
} from './portalSessionStore'

type SessionDeps = Pick<WaysInDeps, 'db'>

/**
 * Who holds this session cookie, or null. Read from the database at each request, consents, factors and the clinic's setting included, so that
 * a disabled account, an ended session, a new consent version and a second factor asked for count from the next request on (W4, I9, M5).
 * A kiosk session is nobody's portal session, so that what does not ask for one is closed to it (product item 11).
 */
export async function authenticate(deps: SessionDeps, token: string | null, now: Date): Promise<Callers> {
  const session = token === null ? undefined : await findPortalSession(deps.db, token, now)
  if (!session) return { portal: null, kiosk: null }
  const { locked, sessionEndsAt } = await comeAlong(deps, session, now)
  if (session.kiosk) {
    const { participant_id: participantId, hash: sessionHash, language } = session
    return { portal: null, kiosk: { participantId, sessionHash, language: languageOf(language), kiosk: true } }
  }
  return { portal: callerOf(session, locked, sessionEndsAt), kiosk: null }
}

function callerOf(session: FoundSession, locked: boolean, sessionEndsAt: Date): PortalCaller {
  return {
    ...personOf(session),
    sessionHash: session.hash,
    sessionId: session.id,
    sessionEndsAt,
    idleSeconds: idleMs(session) / 1000,
    shared: session.shared,
    lockMinutes: session.lock_minutes,
    locked,
    authenticatedAt: session.authenticated_at,
  }
}

/** The person behind an account without any session of theirs, as the gates would see them now; null without an account. Changes nothing. */
export async function portalPerson(db: Kysely<Tables>, participantId: string): Promise<PortalPerson | null> {
  const found = await findPortalPerson(db, participantId)
  return found ? personOf(found) : null
}

function personOf(found: FoundPerson): PortalPerson {
  return {
    participantId: found.participant_id,
    displayName: found.display_name,
    email: found.email,
    language: languageOf(found.language),
    consentDone: found.consents_given === CONSENT_DOCUMENTS.length,
    mfaDone: isMfaDone(found),
    hasFactor: found.has_factor,
    emailVerified: found.email_verified_at !== null,
    holder: found.holder,
  }
}

function isMfaDone(found: FoundPerson): boolean {
  const { mfa_required: inviteRequires, mfa_exempt_by_name: exemptByName } = found
  return found.has_factor || !mfaIsRequired({ clinicRequires: found.clinic_requires_mfa, inviteRequires, exemptByName })
}

/** App lock and sliding end. A request to a locked session moves nothing: it must not keep itself alive. */
async function comeAlong(
  deps: SessionDeps,
  session: FoundSession,
  now: Date,
): Promise<{ readonly locked: boolean; readonly sessionEndsAt: Date }> {
  const facts = lockFacts(session)
  const lock = appLock(facts, now)
  if (lock === 'due') await closeAndRecord(deps, session, now)
  if (lock !== 'open') return { locked: true, sessionEndsAt: session.idle_expires_at }
  const ends = slideIsDue(facts, now) ? await slidePortalSession(deps.db, session, now) : session.idle_expires_at
  return { locked: false, sessionEndsAt: ends }
}

function lockFacts(session: FoundSession): AppLockFacts {
  const { lock_minutes: lockMinutes, locked_at: lockedAt, last_active_at: lastActiveAt, kiosk } = session
  return { lockMinutes, lockedAt, lastActiveAt, kiosk }
}

/** One audit row however many requests find the time over at once. The server did it: no person, no address. */
async function closeAndRecord({ db }: SessionDeps, session: FoundSession, now: Date): Promise<void> {
  await inTransaction(db, async (tx) => {
    if (!(await closeAppLock(tx, session, now))) return
    const actor = { kind: 'system', id: null, role: null, deviceId: null, address: null } as const
    const target = { kind: 'account', id: session.participant_id } as const
    const detail = { session: session.id }
    await appendAudit(tx, [{ actor, action: 'portal.locked', target, outcome: 'ok', detail }], now)
  })
}

/** The idle end moves on from now, however little time has passed since the last request. `SESSION_LOCKED`: first unlock. */
export async function stay(
  { db }: Pick<WaysInDeps, 'db'>,
  caller: Pick<PortalCaller, 'sessionHash' | 'locked'>,
  { now }: Visit,
): Promise<{ sessionEndsAt: string }> {
  if (caller.locked) throw new CodedError('SESSION_LOCKED')
  const row = await db
    .selectFrom('portal_session')
    .select(['hash', 'shared', 'kiosk', 'expires_at'])
    .where('hash', '=', caller.sessionHash)
    .executeTakeFirst()
  if (!row) throw new CodedError('NOT_SIGNED_IN')
  return { sessionEndsAt: (await slidePortalSession(db, row, now)).toISOString() }
}
