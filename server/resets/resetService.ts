import type { Language } from '../../shared/clinic/clinicSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { AttemptReason, ResetView } from '../../shared/waysIn/waysInSchemas'
import { tellOwner } from '../accountSecurity/securityParts'
import { type AccountRow, findAccountsByEmail, lockAccount } from '../accounts/accountStore'
import { endAccess } from '../accounts/endAccess'
import { matchPassword } from '../accounts/passwordMatch'
import { refuseWeakPassword } from '../accounts/passwordPolicy'
import { attemptKey } from '../accounts/portalAuthService'
import { appendAudit } from '../audit/auditStore'
import { minPasswordLength } from '../clinic/clinicService'
import { inTransaction, nextRev, type Reading, type Tx, takeCommitLock } from '../platform/database/transaction'
import { clearFailures } from '../platform/rate/attempts'
import { tokenHash } from '../platform/secrets/opaqueToken'
import { participantActor, type Visit } from '../portal/portalContext'
import { recordAttempt } from '../waysIn/attemptStore'
import { askForReset } from '../waysIn/requestService'
import { consumeSecret, isOpen, type SecretRow } from '../waysIn/requestStore'
import type { WaysInDeps } from '../waysIn/waysInParts'

const MOST_ROUNDS = 3

/** S4.27: the participant asks alone. The same answer and time for everybody (P4); `RESEND_COOLDOWN`, `TOO_MANY_REQUESTS` (L2). */
export async function requestReset(
  deps: WaysInDeps,
  input: { readonly email: string; readonly language: Language },
  visit: Visit,
): Promise<void> {
  await askForReset(deps, input, visit)
}

/** What the page needs to know. Uses nothing up; a link that does not work is `LINK_NOT_WORKING` whatever the cause (I6, S4.19). */
export async function openReset(deps: WaysInDeps, token: string, visit: Visit): Promise<ResetView> {
  await usableLink(deps, token, visit)
  const { settings } = await deps.clinic.read()
  return { minPasswordLength: minPasswordLength(settings) }
}

/**
 * P5: uses the link up and sets the password. Ends every session, second step, link and code of the account and the pause after wrong passwords;
 * starts no session and leaves the second factor as it is. `LINK_NOT_WORKING`, or `PASSWORD_REFUSED` with nothing used up.
 */
export async function resetPassword(
  deps: WaysInDeps,
  { token, password }: { readonly token: string; readonly password: string },
  visit: Visit,
): Promise<void> {
  const { secret, account } = await usableLink(deps, token, visit)
  const { participant_id: participantId, email, display_name: displayName } = account
  await refuseWeakPassword(deps, { participantId, email, displayName }, password)
  const passwordHash = await deps.hasher.hashPassword(password)
  for (let round = 1; ; round++) {
    const others = await othersOfEmail(deps.db, account)
    // I8: of two accounts with one email and one password, one could not be signed in to any more. Says nothing of the other one.
    if (await matchPassword(deps.hasher, others, password))
      throw new CodedError('PASSWORD_REFUSED', { reason: 'common' })
    try {
      const choice = { secret, participantId, passwordHash, others, visit }
      const isDone = await inTransaction(deps.db, (tx) => storePassword(deps, tx, choice))
      if (isDone) return
      throw new CodedError('LINK_NOT_WORKING')
    } catch (error) {
      if (!(error instanceof OthersChanged)) throw error
      if (round >= MOST_ROUNDS) throw new CodedError('UNAVAILABLE', {}, 1)
    }
  }
}

/** Another account of the email got a password between the comparison and the commit lock: rolled back, and compared anew. */
class OthersChanged extends Error {}

interface Choice {
  readonly secret: SecretRow
  readonly participantId: string
  readonly passwordHash: string
  /** As they were when the password was compared with theirs. */
  readonly others: readonly AccountRow[]
  readonly visit: Visit
}

/** False: the link stopped working meanwhile. Locks: account, secret, sessions, counters, and then the commit lock. */
async function storePassword(deps: WaysInDeps, tx: Tx, choice: Choice): Promise<boolean> {
  const { secret, participantId, passwordHash, visit } = choice
  const account = await lockAccount(tx, participantId)
  if (!account || account.disabled_at !== null || !(await consumeSecret(tx, secret.id, visit.now))) {
    await refuse(tx, secret, account && account.disabled_at === null ? 'link_used' : 'disabled', visit)
    return false
  }
  await endAccess(tx, participantId)
  await clearFailures(tx, attemptKey(account.email_norm))
  await tellOwner(deps, tx, account, visit, { name: 'password_changed' })
  const attempt = { at: visit.now, way: 'reset', reason: 'reset_done', participantId, contact: null, visit } as const
  await recordAttempt(tx, attempt)
  await takeCommitLock(tx)
  if (await changedSince(tx, account, choice.others)) throw new OthersChanged()
  const rev = await nextRev(tx)
  const values = { rev, password_hash: passwordHash, password_changed_at: visit.now, locked_until: null }
  await tx.updateTable('account').set(values).where('participant_id', '=', participantId).execute()
  const target = { kind: 'account', id: participantId } as const
  const actor = participantActor(participantId, visit)
  const detail = { way: 'reset', sentBy: secret.sent_by }
  await appendAudit(tx, [{ actor, action: 'account.password_changed', target, outcome: 'ok', detail }], visit.now)
  await deps.announce(tx, rev)
  return true
}

/** The living link and its enabled account, or `LINK_NOT_WORKING`; why not is noted for staff. */
async function usableLink(
  { db }: WaysInDeps,
  token: string,
  visit: Visit,
): Promise<{ readonly secret: SecretRow; readonly account: AccountRow }> {
  const secret = await db
    .selectFrom('one_time_secret')
    .selectAll()
    .where('hash', '=', tokenHash(token))
    .where('purpose', '=', 'reset')
    .executeTakeFirst()
  if (!secret) throw new CodedError('LINK_NOT_WORKING')
  const account = await db
    .selectFrom('account')
    .selectAll()
    .where('participant_id', '=', secret.participant_id)
    .executeTakeFirstOrThrow()
  const problem = account.disabled_at === null ? whyClosed(secret, visit.now) : 'disabled'
  if (problem === null) return { secret, account }
  await inTransaction(db, (tx) => refuse(tx, secret, problem, visit))
  throw new CodedError('LINK_NOT_WORKING')
}

function whyClosed(secret: SecretRow, now: Date): AttemptReason | null {
  if (isOpen(secret, now)) return null
  return secret.used_at !== null || secret.ended_at !== null ? 'link_used' : 'link_expired'
}

async function refuse(tx: Tx, secret: SecretRow, reason: AttemptReason, visit: Visit): Promise<void> {
  const participantId = secret.participant_id
  await recordAttempt(tx, { at: visit.now, way: 'reset', reason, participantId, contact: null, visit })
}

async function othersOfEmail(db: Reading, account: AccountRow): Promise<AccountRow[]> {
  const all = await findAccountsByEmail(db, account.email_norm)
  return all.filter((other) => other.participant_id !== account.participant_id)
}

async function changedSince(tx: Tx, account: AccountRow, compared: readonly AccountRow[]): Promise<boolean> {
  const known = new Map(compared.map((other) => [other.participant_id, other.password_hash]))
  const others = await othersOfEmail(tx, account)
  return others.some((other) => known.get(other.participant_id) !== other.password_hash)
}
