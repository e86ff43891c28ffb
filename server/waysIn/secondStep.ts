import type { Selectable } from 'kysely'
import { CodedError } from '../../shared/errors/errorCodes'
import type { AttemptReason, SecondView } from '../../shared/waysIn/waysInSchemas'
import { useCode as checkCode } from '../accountSecurity/factorCheck'
import { type AccountRow, lockAccount } from '../accounts/accountStore'
import type { NewPortalSession } from '../accounts/portalSessionStore'
import { appendAudit } from '../audit/auditStore'
import type { Tables } from '../platform/database/tables'
import { inTransaction, type Reading, type Tx } from '../platform/database/transaction'
import { tokenHash } from '../platform/secrets/opaqueToken'
import { participantActor, type Visit } from '../portal/portalContext'
import { CHALLENGE_TRIES, startSession } from './admission'
import { recordAttempt } from './attemptStore'
import type { Browser, WaysInDeps } from './waysInParts'

type ChallengeRow = Selectable<Tables['portal_challenge']>

interface Step {
  readonly challenge: ChallengeRow
  readonly account: AccountRow
  readonly code: string
  readonly browser: Omit<Browser, 'shared'>
  readonly visit: Visit
}

/** What the page of the second step shows. `CHALLENGE_OVER` when there is none any more. */
export async function currentSecond(deps: WaysInDeps, challenge: string | null, { now }: Visit): Promise<SecondView> {
  const row = challenge === null ? undefined : await findChallenge(deps.db, challenge)
  if (!row || !isOpen(row, now)) throw new CodedError('CHALLENGE_OVER')
  return {
    way: row.way,
    triesLeft: CHALLENGE_TRIES - row.tries,
    expiresInSeconds: Math.ceil((row.expires_at.getTime() - now.getTime()) / 1000),
    mayUseRecovery: !row.recovery_used && (await hasRecoveryCodes(deps.db, row.participant_id)),
  }
}

/**
 * The code of the second step (M3 to M5): five tries and five minutes for a challenge, ten wrong an hour and a hundred in a row for an account
 * over all of them. `CODE_WRONG` with the tries left, `CHALLENGE_OVER`, `TOO_MANY_REQUESTS`. Gives a session with a new id (W3).
 */
export async function verifySecond(
  deps: WaysInDeps,
  challenge: string | null,
  code: string,
  browser: Omit<Browser, 'shared'>,
  visit: Visit,
): Promise<NewPortalSession> {
  if (challenge === null) throw new CodedError('CHALLENGE_OVER')
  const outcome = await inTransaction(deps.db, (tx) => verify(deps, tx, challenge, code, browser, visit))
  // Thrown after the commit: the counted try stays.
  if (outcome instanceof CodedError) throw outcome
  return outcome
}

/** Locks: account, challenge, factors, and then the commit lock. */
async function verify(
  deps: WaysInDeps,
  tx: Tx,
  token: string,
  code: string,
  browser: Omit<Browser, 'shared'>,
  visit: Visit,
): Promise<NewPortalSession | CodedError> {
  const found = await findChallenge(tx, token)
  const account = found ? await lockAccount(tx, found.participant_id) : undefined
  const challenge = account ? await lockChallenge(tx, token) : undefined
  if (!account || !challenge) return new CodedError('CHALLENGE_OVER')
  const step = { challenge, account, code, browser, visit }
  if (account.disabled_at !== null || !isOpen(challenge, visit.now)) {
    await note(tx, step, account.disabled_at === null ? 'challenge_over' : 'disabled')
    return new CodedError('CHALLENGE_OVER')
  }
  return await judge(deps, tx, step)
}

async function judge(deps: WaysInDeps, tx: Tx, step: Step): Promise<NewPortalSession | CodedError> {
  const { challenge, account, code, browser, visit } = step
  const allowRecovery = !challenge.recovery_used
  const used = await checkCode(deps, tx, { participantId: account.participant_id, code, allowRecovery, visit })
  if (used.kind === 'paused') {
    await refused(tx, step, 'codes_paused')
    return new CodedError('TOO_MANY_REQUESTS', {}, used.retryAfterSeconds)
  }
  if (used.kind === 'wrong') {
    const tries = challenge.tries + 1
    await tx.updateTable('portal_challenge').set({ tries }).where('hash', '=', challenge.hash).execute()
    await refused(tx, step, 'second_factor_wrong')
    return new CodedError('CODE_WRONG', { triesLeft: Math.max(0, CHALLENGE_TRIES - tries) })
  }
  const change = { used_at: visit.now, recovery_used: used.kind === 'recovery' }
  await tx.updateTable('portal_challenge').set(change).where('hash', '=', challenge.hash).execute()
  await note(tx, step, 'signed_in')
  const { shared, way } = challenge
  return await startSession(tx, deps, {
    account,
    way,
    browser: { ...browser, shared },
    visit,
    detail: { second: used.kind },
  })
}

async function refused(tx: Tx, step: Step, reason: AttemptReason): Promise<void> {
  const { account, visit } = step
  await note(tx, step, reason)
  const target = { kind: 'account', id: account.participant_id } as const
  const actor = participantActor(account.participant_id, visit)
  const detail = { reason }
  await appendAudit(tx, [{ actor, action: 'portal.second_factor', target, outcome: 'refused', detail }], visit.now)
}

async function note(tx: Tx, { account, visit }: Step, reason: AttemptReason): Promise<void> {
  const participantId = account.participant_id
  await recordAttempt(tx, { at: visit.now, way: 'second_factor', reason, participantId, contact: null, visit })
}

async function findChallenge(db: Reading, token: string): Promise<ChallengeRow | undefined> {
  return await db.selectFrom('portal_challenge').selectAll().where('hash', '=', tokenHash(token)).executeTakeFirst()
}

async function lockChallenge(tx: Tx, token: string): Promise<ChallengeRow | undefined> {
  return await tx
    .selectFrom('portal_challenge')
    .selectAll()
    .where('hash', '=', tokenHash(token))
    .forUpdate()
    .executeTakeFirst()
}

function isOpen({ used_at, tries, expires_at }: ChallengeRow, now: Date): boolean {
  return used_at === null && tries < CHALLENGE_TRIES && expires_at > now
}

async function hasRecoveryCodes(db: Reading, participantId: string): Promise<boolean> {
  const row = await db
    .selectFrom('recovery_code')
    .select('hash')
    .where('participant_id', '=', participantId)
    .where('used_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
