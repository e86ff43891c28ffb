import type { Factor, SecurityView, SessionInfo, SignInEvent } from '../../shared/accountSecurity/securitySchemas'
import { freshUntil } from '../../shared/accountSecurity/sessionRules'
import { mfaIsRequired } from '../../shared/accounts/accountRules'
import { minPasswordLength } from '../clinic/clinicService'
import type { PortalCaller, Visit } from '../portal/portalContext'
import { recentAttempts } from '../waysIn/attemptStore'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { findPending } from './contactCodes'
import { type FactorRow, loadFactors } from './factorStore'
import { recoveryState } from './recoveryCodes'

const HISTORY = 50

/** S1.4, S1.14: everything on the Security page but sessions and history. Reading it makes nothing. */
export async function securityView(deps: WaysInDeps, caller: PortalCaller, { now }: Visit): Promise<SecurityView> {
  const { db, clinic } = deps
  const { participantId } = caller
  const [account, { settings }, factors, recovery, pendingEmail, pendingPhone] = await Promise.all([
    db.selectFrom('account').selectAll().where('participant_id', '=', participantId).executeTakeFirstOrThrow(),
    clinic.read(),
    loadFactors(db, participantId, now),
    recoveryState(db, participantId),
    findPending(deps, db, participantId, 'email', now),
    findPending(deps, db, participantId, 'phone', now),
  ])
  const { mfa_required: inviteRequires, mfa_exempt_by_name: exemptByName } = account
  return {
    factors: factors.map(factorView),
    mfaRequired: mfaIsRequired({ clinicRequires: settings.mfaRequired, inviteRequires, exemptByName }),
    recoveryLeft: recovery.left,
    recoveryMadeAt: iso(recovery.madeAt),
    email: account.email,
    emailVerified: account.email_verified_at !== null,
    pendingEmail: pendingEmail?.contact ?? null,
    phone: account.phone,
    pendingPhone: pendingPhone?.contact ?? null,
    smsOffered: settings.methods.smsCode,
    passwordChangedAt: iso(account.password_changed_at),
    minPasswordLength: minPasswordLength(settings),
    lockMinutes: caller.lockMinutes,
    freshUntil: iso(freshUntil(caller.authenticatedAt, now)),
  }
}

function factorView({ id, name, status, created_at, last_used_at }: FactorRow): Factor {
  return { id, name, status, createdAt: created_at.toISOString(), lastUsedAt: iso(last_used_at) }
}

/** The caller's living sessions, this one first, then the latest seen. */
export async function ownSessions({ db }: WaysInDeps, caller: PortalCaller, { now }: Visit): Promise<SessionInfo[]> {
  const rows = await db
    .selectFrom('portal_session')
    .selectAll()
    .where('participant_id', '=', caller.participantId)
    .where('idle_expires_at', '>', now)
    .where('expires_at', '>', now)
    .orderBy('last_seen_at', 'desc')
    .execute()
  const sessions = rows.map((row) => ({
    id: row.id,
    device: row.device_words,
    address: row.address,
    way: row.way,
    shared: row.shared,
    startedAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    endsAt: row.idle_expires_at.toISOString(),
    isThis: row.hash.equals(caller.sessionHash),
  }))
  return [...sessions.filter(({ isThis }) => isThis), ...sessions.filter(({ isThis }) => !isThis)]
}

/** S2.71: the last tries to sign in to this account, newest first. */
export async function signInHistory({ db }: WaysInDeps, { participantId }: PortalCaller): Promise<SignInEvent[]> {
  const rows = await recentAttempts(db, participantId, HISTORY)
  return rows.map(({ at, way, reason, device_words: device, address }) => ({
    at: at.toISOString(),
    way,
    reason,
    device,
    address,
  }))
}

function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null
}
