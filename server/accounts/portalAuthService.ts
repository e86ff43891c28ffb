import { createHash } from 'node:crypto'
import { normaliseEmail } from '../../shared/accounts/accountRules'
import type { AuditEntry } from '../../shared/audit/auditSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { AttemptReason } from '../../shared/waysIn/waysInSchemas'
import { appendAudit } from '../audit/auditStore'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { type AttemptAnswer, clearFailures, takeAttempt } from '../platform/rate/attempts'
import { type PortalCaller, participantActor, type Visit, visitor } from '../portal/portalContext'
import { admit } from '../waysIn/admission'
import { contactHash, recordAttempt, recordAttempts } from '../waysIn/attemptStore'
import type { Admission, Browser, WaysInDeps } from '../waysIn/waysInParts'
import { type AccountRow, findAccountsByEmail, lockAccount } from './accountStore'
import type { PasswordHasher } from './passwordHash'
import { lockForWrongPasswords, PASSWORD_LOCK_SECONDS } from './passwordLock'
import { matchPassword } from './passwordMatch'
import { endPortalSession } from './portalSessionStore'

/** Wrong passwords of one email: 5, then 15 minutes (product.md, Q3). */
const ATTEMPTS = { limit: 5, windowSeconds: 15 * 60, lockSeconds: PASSWORD_LOCK_SECONDS } as const

export interface Credentials {
  readonly email: string
  readonly password: string
}

/** Why a sign-in was refused. For the audit log only: the person reads one sentence for all of them (P4). */
type Refusal = 'locked' | 'no_match' | 'disabled' | 'changed'

interface Trying {
  readonly attempt: AttemptAnswer
  readonly key: string
  readonly contact: Buffer
  /** All accounts of the email, and the one that the password opens. */
  readonly accounts: readonly AccountRow[]
  readonly match: AccountRow | null
  readonly newHash: string | null
  readonly visit: Visit
  readonly browser: Browser
}

/**
 * Signs in with an email and password. Unknown email, wrong or empty password, too many failures and a disabled account are refused alike, after
 * the same comparisons and one transaction (P4, S0.20): `SIGN_IN_FAILED`. `WAY_OFF`, for everybody, while the clinic has passwords switched off.
 */
export async function signIn(
  deps: WaysInDeps,
  { email, password }: Credentials,
  visit: Visit,
  browser: Browser,
): Promise<Admission> {
  const emailNorm = normaliseEmail(email)
  const contact = contactHash(deps.secrets, { kind: 'email', norm: emailNorm })
  await refuseWayOff(deps, contact, visit)
  const key = attemptKey(emailNorm)
  // Taken before the comparison, so that parallel guesses cannot outrun the count; a right password gives it back.
  const attempt = await takeAttempt(deps.db, { key, ...ATTEMPTS, now: visit.now })
  const accounts = await findAccountsByEmail(deps.db, emailNorm)
  const match = await matchPassword(deps.hasher, attempt.allowed ? accounts : [], password)
  const newHash = match ? await upgradedHash(deps.hasher, match, password) : null
  const trying = { attempt, key, contact, accounts, match, newHash, visit, browser }
  const outcome = await inTransaction(deps.db, (tx) => decide(deps, tx, trying))
  // Thrown after the commit: the refusal is recorded.
  if (outcome === null) throw new CodedError('SIGN_IN_FAILED')
  return outcome
}

async function refuseWayOff({ clinic, db }: WaysInDeps, contact: Buffer, visit: Visit): Promise<void> {
  const { settings } = await clinic.read()
  if (settings.methods.password) return
  await recordAttempt(db, {
    at: visit.now,
    way: 'password',
    reason: 'way_off',
    participantId: null,
    contact,
    visit,
  })
  throw new CodedError('WAY_OFF')
}

/** Hashed at today's cost when the stored hash is older (P3). */
async function upgradedHash(hasher: PasswordHasher, account: AccountRow, password: string): Promise<string | null> {
  return hasher.needsRehash(account.password_hash) ? await hasher.hashPassword(password) : null
}

async function decide(deps: WaysInDeps, tx: Tx, trying: Trying): Promise<Admission | null> {
  const { attempt, key, contact, match, newHash, visit, browser } = trying
  if (!match) return await refuse(deps, tx, trying, attempt.allowed ? 'no_match' : 'locked')
  const account = await lockAccount(tx, match.participant_id)
  // The password may have been changed, or the account disabled, while the hashes were compared.
  if (!account || account.disabled_at !== null) return await refuse(deps, tx, trying, 'disabled')
  if (account.password_hash !== match.password_hash) return await refuse(deps, tx, trying, 'changed')
  await clearFailures(tx, key)
  if (newHash !== null) await storeHash(tx, account.participant_id, newHash)
  return await admit(tx, deps, { account, way: 'password', browser, visit, contact })
}

async function storeHash(tx: Tx, id: string, password_hash: string): Promise<void> {
  await tx.updateTable('account').set({ password_hash }).where('participant_id', '=', id).execute()
}

/** The failure that locks does so in the same transaction, with the same work for an email that nobody has. */
async function refuse(deps: WaysInDeps, tx: Tx, trying: Trying, reason: Refusal): Promise<null> {
  const { attempt, accounts, contact, match, visit } = trying
  const meant = match ? [match] : accounts
  const line = { at: visit.now, way: 'password', contact, visit } as const
  const ids = meant.length === 0 ? [null] : meant.map((account) => account.participant_id)
  await recordAttempts(
    tx,
    ids.map((participantId) => ({ ...line, participantId, reason: reasonOf(reason, participantId) })),
  )
  const locks = attempt.allowed && attempt.triesLeft === 0
  const locked = locks ? await lockForWrongPasswords(deps, tx, accounts, visit) : []
  await appendAudit(tx, [refusal(reason, meant, visit), ...locked], visit.now)
  return null
}

/** As staff may know it: somebody who is nobody is nobody also while the email is paused. */
function reasonOf(reason: Refusal, participantId: string | null): AttemptReason {
  if (participantId === null) return 'unknown_contact'
  return reason === 'locked' || reason === 'disabled' ? reason : 'password_wrong'
}

/** One audit row, whoever it was meant for; an email that several accounts share points at none of them. */
function refusal(reason: Refusal, meant: readonly AccountRow[], visit: Visit): AuditEntry {
  const [only] = meant
  const id = meant.length === 1 && only ? only.participant_id : 'unknown'
  const target = { kind: 'account', id } as const
  return { actor: visitor(visit), action: 'portal.sign_in', target, outcome: 'refused', detail: { reason } }
}

/** Ends the session at once, on every process (W4). */
export async function signOut(deps: Pick<WaysInDeps, 'db'>, caller: PortalCaller, visit: Visit): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    if (!(await endPortalSession(tx, caller.sessionHash))) return
    const actor = participantActor(caller.participantId, visit)
    const target = { kind: 'account', id: caller.participantId } as const
    await appendAudit(tx, [{ actor, action: 'portal.sign_out', target, outcome: 'ok' }], visit.now)
  })
}

/** Counts wrong passwords of an email. Hashed, so that the table does not collect what strangers type. */
export function attemptKey(emailNorm: string): string {
  return `portal-password/${createHash('sha256').update(emailNorm).digest('base64url')}`
}
