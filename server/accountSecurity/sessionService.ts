import { CodedError } from '../../shared/errors/errorCodes'
import { endAccess } from '../accounts/endAccess'
import { refuseWeakPassword } from '../accounts/passwordPolicy'
import { type NewPortalSession, renewPortalSession } from '../accounts/portalSessionStore'
import { inTransaction } from '../platform/database/transaction'
import type { PortalCaller, Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { provePassword, refusePassword } from './passwordProof'
import { lockOwnAccount, recordOwn, requireFresh, tellOwner, writeOwnAccount } from './securityParts'

/** Ends one session of the caller's at once (W4). `NOT_FOUND` for one of somebody else, exactly as for none (G1). */
export async function endOwnSession(
  deps: WaysInDeps,
  caller: PortalCaller,
  sessionId: string,
  visit: Visit,
): Promise<void> {
  const { participantId } = caller
  await inTransaction(deps.db, async (tx) => {
    await lockOwnAccount(tx, caller)
    const { numDeletedRows } = await tx
      .deleteFrom('portal_session')
      .where('id', '=', sessionId)
      .where('participant_id', '=', participantId)
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw new CodedError('NOT_FOUND')
    await recordOwn(tx, participantId, visit, 'portal.session_ended', { session: sessionId })
  })
}

/** Signs out everywhere but here. */
export async function endOtherSessions(deps: WaysInDeps, caller: PortalCaller, visit: Visit): Promise<void> {
  const { participantId } = caller
  await inTransaction(deps.db, async (tx) => {
    await lockOwnAccount(tx, caller)
    const { numDeletedRows } = await tx
      .deleteFrom('portal_session')
      .where('participant_id', '=', participantId)
      .where('hash', '!=', caller.sessionHash)
      .executeTakeFirst()
    if (numDeletedRows === 0n) return
    await recordOwn(tx, participantId, visit, 'portal.session_ended', { others: Number(numDeletedRows) })
  })
}

/**
 * W5: the password once more. Wrong ones count with those of the sign-in page (5, then 15 minutes), but neither they nor a lock that others
 * caused end this session (Q3). `SIGN_IN_FAILED` with the tries left, or `TOO_MANY_REQUESTS`.
 */
export async function reauthenticate(
  deps: WaysInDeps,
  caller: PortalCaller,
  password: string,
  visit: Visit,
): Promise<void> {
  const proof = await provePassword(deps, caller, password, visit)
  if (!proof.ok) return await refusePassword(deps, caller, proof, visit)
  await inTransaction(deps.db, async (tx) => {
    const account = await lockOwnAccount(tx, caller)
    // Changed while the hash was compared: what was typed is not the password any more.
    if (account.password_hash !== proof.hash) throw new CodedError('SIGN_IN_FAILED')
    await proof.forget(tx)
    await tx
      .updateTable('portal_session')
      .set({ authenticated_at: visit.now })
      .where('hash', '=', caller.sessionHash)
      .execute()
    await recordOwn(tx, caller.participantId, visit, 'portal.reauthenticated')
  })
}

/**
 * W3, W4: a new password ends all other sessions, challenges and links of the account, and this session goes on under a new id.
 * `REAUTH_REQUIRED` (W5), `PASSWORD_REFUSED` with the reason (P1, P2).
 */
export async function changePassword(
  deps: WaysInDeps,
  caller: PortalCaller,
  password: string,
  visit: Visit,
): Promise<NewPortalSession> {
  requireFresh(caller, visit)
  await refuseWeakPassword(deps, caller, password)
  const passwordHash = await deps.hasher.hashPassword(password)
  const { participantId } = caller
  return await inTransaction(deps.db, async (tx) => {
    const account = await lockOwnAccount(tx, caller)
    const session = await renewPortalSession(tx, caller.sessionHash, visit.now)
    if (!session) throw new CodedError('NOT_SIGNED_IN')
    await endAccess(tx, participantId, { keepSession: session.hash })
    await tellOwner(deps, tx, account, visit, { name: 'password_changed', also: [account.email] })
    // A reset link that staff sent has ended too: they must not read that it still works.
    const noReset = { reset_sent_at: null, reset_expires_at: null, reset_failed_at: null }
    await writeOwnAccount(deps, tx, participantId, {
      password_hash: passwordHash,
      password_changed_at: visit.now,
      ...noReset,
    })
    await recordOwn(tx, participantId, visit, 'account.password_changed')
    return session
  })
}

/** Minutes without a request after which this session locks; null: never. The time starts now. */
export async function setAppLock(
  { db }: WaysInDeps,
  { sessionHash }: PortalCaller,
  minutes: number | null,
  { now }: Visit,
): Promise<void> {
  await db
    .updateTable('portal_session')
    .set({ lock_minutes: minutes, last_active_at: now })
    .where('hash', '=', sessionHash)
    .where('locked_at', 'is', null)
    .execute()
}
