import { CodedError } from '../../shared/errors/errorCodes'
import type { AttemptReason } from '../../shared/waysIn/waysInSchemas'
import { lockAccount } from '../accounts/accountStore'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { type AttemptAnswer, clearFailures, takeAttempt, whileLocked } from '../platform/rate/attempts'
import { giveBackFailure } from '../platform/rate/slidingAttempts'
import type { Visit } from '../portal/portalContext'
import { admit } from './admission'
import { recordAttempts } from './attemptStore'
import {
  completeRequest,
  consumeSecret,
  endSecretsOf,
  findRequest,
  isAlive,
  lockRequest,
  type RequestRow,
  type SecretRow,
  secretsOf,
} from './requestStore'
import { findTyped, typedCodeBudget, typedCodesPerDay } from './typedCodes'
import type { Admission, Browser, WaysInDeps } from './waysInParts'

interface Typing {
  readonly requestId: string
  readonly code: string
  /** Of the five: this one counted already. */
  readonly triesLeft: number
  readonly browser: Browser
  readonly visit: Visit
}

/**
 * S3.8: a code typed into the page that asked for it; in another browser it opens nothing (L1). `CODE_WRONG` for wrong, expired, used and
 * disabled alike, also for a number that nobody has; `TOO_MANY_REQUESTS` after five, and after 20 in a day; `CHALLENGE_OVER` when the page is over.
 */
export async function verifyCode(
  deps: WaysInDeps,
  requestToken: string | null,
  code: string,
  browser: Browser,
  visit: Visit,
): Promise<Admission> {
  const { settings } = await deps.clinic.read()
  if (!settings.methods.smsCode) throw new CodedError('WAY_OFF')
  const request = await findRequest(deps.db, requestToken, visit.now)
  if (request?.channel !== 'sms') throw new CodedError('CHALLENGE_OVER')
  const attempt = await takeTry(deps, request.contact_hash, visit.now)
  if (!attempt.allowed) {
    await inTransaction(deps.db, async (tx) => refuse(tx, request, await secretsOf(tx, request.id), 'locked', visit))
    throw new CodedError('TOO_MANY_REQUESTS', {}, attempt.retryAfterSeconds)
  }
  const typing = { requestId: request.id, code, triesLeft: attempt.triesLeft, browser, visit }
  const outcome = await inTransaction(deps.db, (tx) => useTyped(deps, tx, typing))
  if (outcome instanceof CodedError) throw outcome
  return outcome
}

/**
 * Taken before the comparison, in a commit of its own: parallel guesses cannot outrun the counts (Q2). A guess that is not looked at because of
 * one of the two costs nothing of the other.
 */
async function takeTry({ db }: WaysInDeps, contact: Buffer, now: Date): Promise<AttemptAnswer> {
  const perDay = typedCodesPerDay(contact, now)
  const closed = await whileLocked(db, perDay)
  if (closed !== null) return closed
  const pause = await takeAttempt(db, typedCodeBudget(contact, now))
  if (!pause.allowed) return pause
  const day = await takeAttempt(db, perDay)
  return day.allowed ? { allowed: true, triesLeft: Math.min(pause.triesLeft, day.triesLeft) } : day
}

/** Locks: request, account, secret, and then the commit lock. */
async function useTyped(deps: WaysInDeps, tx: Tx, typing: Typing): Promise<Admission | CodedError> {
  const { requestId, code, triesLeft, browser, visit } = typing
  const request = await lockRequest(tx, requestId)
  if (!request || !isAlive(request, visit.now)) return new CodedError('CHALLENGE_OVER')
  const secrets = await secretsOf(tx, requestId)
  const wrong = async (reason: AttemptReason, of: readonly SecretRow[]) => {
    await refuse(tx, request, of, reason, visit)
    if (triesLeft === 0) await endSecretsOf(tx, requestId, visit.now)
    return new CodedError('CODE_WRONG', { triesLeft })
  }
  const secret = findTyped(deps.secrets, secrets, code)
  if (secret === null) return await wrong('code_wrong', secrets)
  const account = await lockAccount(tx, secret.participant_id)
  if (!account || account.disabled_at !== null) return await wrong('disabled', [secret])
  if (!(await consumeSecret(tx, secret.id, visit.now))) return await wrong('code_expired', [secret])
  await clearFailures(tx, typedCodeBudget(request.contact_hash, visit.now).key)
  await giveBackFailure(tx, typedCodesPerDay(request.contact_hash, visit.now))
  await completeRequest(tx, requestId, visit.now)
  const { shared, contact_hash: contact } = request
  return await admit(tx, deps, { account, way: 'sms_code', browser: { ...browser, shared }, visit, contact })
}

/** One line for each account that the codes of this request would have opened; one for nobody when there are none. */
async function refuse(
  tx: Tx,
  request: RequestRow,
  secrets: readonly SecretRow[],
  reason: AttemptReason,
  visit: Visit,
): Promise<void> {
  const ids = [...new Set(secrets.map((secret) => secret.participant_id))]
  const line = { at: visit.now, way: 'sms_code', reason, contact: request.contact_hash, visit } as const
  await recordAttempts(
    tx,
    (ids.length === 0 ? [null] : ids).map((participantId) => ({ ...line, participantId })),
  )
}
