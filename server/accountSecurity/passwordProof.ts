import { normaliseEmail } from '../../shared/accounts/accountRules'
import { CodedError } from '../../shared/errors/errorCodes'
import { attemptKey } from '../accounts/portalAuthService'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { clearFailures, takeAttempt } from '../platform/rate/attempts'
import type { PortalCaller, Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { recordOwn } from './securityParts'

const QUARTER_SECONDS = 15 * 60

export type WrongPassword =
  | { readonly ok: false; readonly triesLeft: number }
  | { readonly ok: false; readonly retryAfterSeconds: number }
export interface RightPassword {
  readonly ok: true
  /** The stored hash it matched: compare it again under the account's lock. */
  readonly hash: string
  /** Gives the try back; in the transaction that acts on the proof. */
  forget(tx: Tx): Promise<void>
}

/** The caller's own password against the counter of the sign-in page, taken before the comparison (Q2). */
export async function provePassword(
  { db, hasher }: Pick<WaysInDeps, 'db' | 'hasher'>,
  { participantId, email }: PortalCaller,
  password: string,
  { now }: Visit,
): Promise<RightPassword | WrongPassword> {
  const key = attemptKey(normaliseEmail(email))
  const rule = { key, limit: 5, windowSeconds: QUARTER_SECONDS, lockSeconds: QUARTER_SECONDS, now }
  const attempt = await takeAttempt(db, rule)
  if (!attempt.allowed) return { ok: false, retryAfterSeconds: attempt.retryAfterSeconds }
  const hash = await passwordHashOf(db, participantId)
  if (hash === null || !(await hasher.verifyPassword(hash, password)))
    return { ok: false, triesLeft: attempt.triesLeft }
  return { ok: true, hash, forget: (tx) => clearFailures(tx, key) }
}

export async function passwordHashOf(db: WaysInDeps['db'], participantId: string): Promise<string | null> {
  const row = await db
    .selectFrom('account')
    .select('password_hash')
    .where('participant_id', '=', participantId)
    .executeTakeFirst()
  return row?.password_hash ?? null
}

/** Records the refusal and throws it. */
export async function refusePassword(
  { db }: Pick<WaysInDeps, 'db'>,
  { participantId }: PortalCaller,
  wrong: WrongPassword,
  visit: Visit,
): Promise<never> {
  const reason = 'triesLeft' in wrong ? 'password' : 'locked'
  await inTransaction(db, (tx) =>
    recordOwn(tx, participantId, visit, 'portal.reauthenticated', { refused: true, reason }),
  )
  if ('triesLeft' in wrong) throw new CodedError('SIGN_IN_FAILED', { triesLeft: wrong.triesLeft })
  throw new CodedError('TOO_MANY_REQUESTS', {}, wrong.retryAfterSeconds)
}
