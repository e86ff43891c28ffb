import { hasFullConsent } from '../consent/consentStore'
import type { PortalCaller, Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { languageOf } from './accountStore'
import { findPortalSession, idleMs, slidePortalSession } from './portalSessionStore'

/**
 * Who holds this session cookie, or null. Read from the database at each request, consents included, so that a disabled account, an
 * ended session and a new consent version count from the next request on (W4, I9).
 */
export async function authenticate(
  deps: Pick<WaysInDeps, 'db'>,
  token: string | null,
  now: Date,
): Promise<PortalCaller | null> {
  const session = token === null ? undefined : await findPortalSession(deps.db, token, now)
  if (!session) return null
  const [sessionEndsAt, consentDone] = await Promise.all([
    slidePortalSession(deps.db, session, now),
    hasFullConsent(deps.db, session.participant_id),
  ])
  return {
    participantId: session.participant_id,
    sessionHash: session.hash,
    displayName: session.display_name,
    email: session.email,
    language: languageOf(session.language),
    sessionEndsAt,
    consentDone,
    sessionId: session.id,
    idleSeconds: idleMs(session.shared) / 1000,
    mfaDone: true,
    hasFactor: false,
    emailVerified: session.email_verified_at !== null,
    holder: session.holder,
    shared: session.shared,
    lockMinutes: session.lock_minutes,
    locked: session.locked_at !== null,
    authenticatedAt: session.authenticated_at,
  }
}

/** The idle end moves on from now, however little time has passed since the last request. */
export async function stay(
  _deps: Pick<WaysInDeps, 'db'>,
  caller: PortalCaller,
  _visit: Visit,
): Promise<{ sessionEndsAt: string }> {
  return { sessionEndsAt: caller.sessionEndsAt.toISOString() }
}
