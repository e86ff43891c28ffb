import { CodedError } from '../../shared/errors/errorCodes'
import { endPortalSession, slidePortalSession } from '../accounts/portalSessionStore'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { type AttemptRule, clearFailures, takeAttempt } from '../platform/rate/attempts'
import type { PortalCaller, Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { useCode as spendCode } from './factorCheck'
import { passwordHashOf } from './passwordProof'
import { lockOwnAccount, recordOwn } from './securityParts'

type Proof = { readonly password: string } | { readonly code: string }

/** Five wrong ones in a row end the session: whoever has the device then needs a full sign-in. For ever, so that waiting gives no new tries. */
function unlockBudget(sessionId: string, now: Date): AttemptRule {
  return { key: `portal-unlock/${sessionId}`, limit: 5, windowSeconds: null, lockSeconds: null, now }
}

/**
 * Opens the app lock with the password or a current code of an app, not with a recovery code. A try is taken before anything is compared, so
 * parallel guesses cannot outrun the count. `SIGN_IN_FAILED` or `CODE_WRONG` with the tries left, `TOO_MANY_REQUESTS` while codes are paused,
 * `NOT_SIGNED_IN` when that was the fifth. The lock of the sign-in page does not count here (Q3).
 */
export async function unlock(deps: WaysInDeps, caller: PortalCaller, proof: Proof, visit: Visit): Promise<void> {
  if (!caller.locked) return
  const attempt = await takeAttempt(deps.db, unlockBudget(caller.sessionId, visit.now))
  if (!attempt.allowed) return await endLocked(deps, caller, visit)
  const refused = 'code' in proof ? byCode(deps, caller, proof.code, visit) : byPassword(deps, caller, proof, visit)
  const error = await refused
  if (error === null) return
  if (attempt.triesLeft === 0) return await endLocked(deps, caller, visit)
  throw error.code === 'TOO_MANY_REQUESTS' ? error : new CodedError(error.code, { triesLeft: attempt.triesLeft })
}

async function byCode(deps: WaysInDeps, caller: PortalCaller, code: string, visit: Visit): Promise<CodedError | null> {
  const { participantId } = caller
  return await inTransaction(deps.db, async (tx) => {
    await lockOwnAccount(tx, caller)
    const outcome = await spendCode(deps, tx, { participantId, code, allowRecovery: false, visit })
    // Counts as a try of this session all the same: giving it back would refill the tries for passwords.
    if (outcome.kind === 'paused') return new CodedError('TOO_MANY_REQUESTS', {}, outcome.retryAfterSeconds)
    if (outcome.kind === 'wrong') return await refused(tx, caller, visit, 'CODE_WRONG')
    await open(tx, caller, visit, 'code')
    return null
  })
}

async function byPassword(
  deps: WaysInDeps,
  caller: PortalCaller,
  { password }: { readonly password: string },
  visit: Visit,
): Promise<CodedError | null> {
  const hash = await passwordHashOf(deps.db, caller.participantId)
  const isRight = hash !== null && (await deps.hasher.verifyPassword(hash, password))
  return await inTransaction(deps.db, async (tx) => {
    const account = await lockOwnAccount(tx, caller)
    if (!isRight || account.password_hash !== hash) return await refused(tx, caller, visit, 'SIGN_IN_FAILED')
    await open(tx, caller, visit, 'password')
    return null
  })
}

async function refused(
  tx: Tx,
  { participantId, sessionId }: PortalCaller,
  visit: Visit,
  code: 'CODE_WRONG' | 'SIGN_IN_FAILED',
): Promise<CodedError> {
  const detail = { refused: true, session: sessionId, with: code === 'CODE_WRONG' ? 'code' : 'password' }
  await recordOwn(tx, participantId, visit, 'portal.unlocked', detail)
  return new CodedError(code)
}

/** The password is a full authentication (W5); a code alone is not. */
async function open(tx: Tx, caller: PortalCaller, visit: Visit, by: 'code' | 'password'): Promise<void> {
  const { participantId, sessionHash, sessionId } = caller
  await clearFailures(tx, unlockBudget(sessionId, visit.now).key)
  const row = await tx
    .updateTable('portal_session')
    .set({ locked_at: null, ...(by === 'password' ? { authenticated_at: visit.now } : {}) })
    .where('hash', '=', sessionHash)
    .returning(['hash', 'shared', 'kiosk', 'expires_at'])
    .executeTakeFirstOrThrow()
  await slidePortalSession(tx, row, visit.now)
  await recordOwn(tx, participantId, visit, 'portal.unlocked', { session: sessionId, with: by })
}

async function endLocked({ db }: WaysInDeps, caller: PortalCaller, visit: Visit): Promise<never> {
  const { participantId, sessionHash, sessionId } = caller
  await inTransaction(db, async (tx) => {
    if (!(await endPortalSession(tx, sessionHash))) return
    await clearFailures(tx, unlockBudget(sessionId, visit.now).key)
    await recordOwn(tx, participantId, visit, 'portal.session_ended', { session: sessionId, why: 'unlock_tries' })
  })
  throw new CodedError('NOT_SIGNED_IN')
}
