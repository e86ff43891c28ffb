import { createHash } from 'node:crypto'
import { normaliseEmail } from '../../shared/accounts/accountRules'
import type { AuditActor, AuditDetail, AuditEntry } from '../../shared/audit/auditSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { appendAudit } from '../audit/auditStore'
import { inTransaction, nextRev } from '../platform/database/transaction'
import { clearFailures, takeAttempt } from '../platform/rate/attempts'
import { type PortalCaller, participantActor, type Visit, visitor } from '../portal/portalContext'
import type { Admission, Browser, WaysInDeps } from '../waysIn/waysInParts'
import { type AccountRow, findAccountsByEmail, lockAccount } from './accountStore'
import type { PasswordHasher } from './passwordHash'
import { matchPassword } from './passwordMatch'
import { endPortalSession, startPortalSession } from './portalSessionStore'

/** Wrong passwords of one email: 5, then 15 minutes (product.md, Q3). */
const ATTEMPTS = { limit: 5, windowSeconds: 15 * 60, lockSeconds: 15 * 60 } as const

export type PortalAuthDeps = Pick<WaysInDeps, 'db' | 'hasher' | 'announce'>

export interface Credentials {
  readonly email: string
  readonly password: string
}

/** Why a sign-in was refused. For the audit log only: the person reads one sentence for all of them (P4). */
type Refusal = 'locked' | 'no_match' | 'disabled' | 'changed'

/**
 * Signs in with an email and password; `replaces` is the session this browser had, which ends (W3). Unknown email, wrong password, too many
 * failures and a disabled account are refused alike, after the same comparisons (P4, S0.20): `SIGN_IN_FAILED`.
 */
export async function signIn(
  deps: PortalAuthDeps,
  credentials: Credentials,
  visit: Visit,
  { replaces }: Browser,
): Promise<Admission> {
  const emailNorm = normaliseEmail(credentials.email)
  const key = attemptKey(emailNorm)
  // Taken before the comparison, so that parallel guesses cannot outrun the count; a right password gives it back.
  const attempt = await takeAttempt(deps.db, { key, ...ATTEMPTS, now: visit.now })
  const accounts = await findAccountsByEmail(deps.db, emailNorm)
  const match = await matchPassword(deps.hasher, attempt.allowed ? accounts : [], credentials.password)
  if (!match) return await refuse(deps, attempt.allowed ? 'no_match' : 'locked', accounts, visit)
  const newHash = await upgradedHash(deps.hasher, match, credentials.password)
  const session = await inTransaction(deps.db, async (tx) => {
    const account = await lockAccount(tx, match.participant_id)
    // The password may have been changed, or the account disabled, while the hashes were compared.
    if (!account || account.disabled_at !== null) return 'disabled'
    if (account.password_hash !== match.password_hash) return 'changed'
    await clearFailures(tx, key)
    if (replaces) await endPortalSession(tx, replaces)
    const rev = await nextRev(tx)
    await tx
      .updateTable('account')
      .set({ rev, last_sign_in_at: visit.now, ...(newHash === null ? {} : { password_hash: newHash }) })
      .where('participant_id', '=', account.participant_id)
      .execute()
    const session = await startPortalSession(tx, account.participant_id, visit.now)
    const actor = participantActor(account.participant_id, visit)
    await appendAudit(tx, [entry(actor, 'portal.sign_in', account.participant_id)], visit.now)
    await deps.announce(tx, rev)
    return session
  })
  return typeof session === 'string' ? await refuse(deps, session, [match], visit) : { kind: 'session', session }
}

/** Hashed at today's cost when the stored hash is older (P3). */
async function upgradedHash(hasher: PasswordHasher, account: AccountRow, password: string): Promise<string | null> {
  return hasher.needsRehash(account.password_hash) ? await hasher.hashPassword(password) : null
}

/** One audit row, whoever it was meant for; an email that several accounts share points at none of them. */
async function refuse(
  deps: PortalAuthDeps,
  reason: Refusal,
  accounts: readonly AccountRow[],
  visit: Visit,
): Promise<never> {
  const [only] = accounts
  const target = accounts.length === 1 && only ? only.participant_id : 'unknown'
  await inTransaction(deps.db, (tx) =>
    appendAudit(tx, [entry(visitor(visit), 'portal.sign_in', target, { reason })], visit.now),
  )
  throw new CodedError('SIGN_IN_FAILED')
}

/** Ends the session at once, on every process (W4). */
export async function signOut(deps: PortalAuthDeps, caller: PortalCaller, visit: Visit): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    if (!(await endPortalSession(tx, caller.sessionHash))) return
    const actor = participantActor(caller.participantId, visit)
    await appendAudit(tx, [entry(actor, 'portal.sign_out', caller.participantId)], visit.now)
  })
}

/** The counter of wrong passwords for one email. Hashed, so that the table does not collect what strangers type. */
export function attemptKey(emailNorm: string): string {
  return `portal-password/${createHash('sha256').update(emailNorm).digest('base64url')}`
}

function entry(
  actor: AuditActor,
  action: 'portal.sign_in' | 'portal.sign_out',
  target: string,
  detail?: AuditDetail,
): AuditEntry {
  const outcome = detail ? 'refused' : 'ok'
  return { actor, action, target: { kind: 'account', id: target }, outcome, ...(detail ? { detail } : {}) }
}
