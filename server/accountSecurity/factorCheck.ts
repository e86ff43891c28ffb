import { sixDigits } from '../../shared/accountSecurity/codeRules'
import { CodedError } from '../../shared/errors/errorCodes'
import { normaliseShortCode } from '../../shared/invites/inviteLinks'
import { type AccountRow, lockAccount } from '../accounts/accountStore'
import type { Tx } from '../platform/database/transaction'
import { type AttemptRule, clearFailures, isLocked, recordFailure } from '../platform/rate/attempts'
import { matchStep } from '../platform/secrets/totp'
import type { Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { consumeStep, loadVerifiedFactors, openFactorSecret } from './factorStore'
import { consumeRecoveryCode, recoveryState } from './recoveryCodes'
import { recordOwn, tellOwner, writeOwnAccount } from './securityParts'

export type FactorCheckDeps = Pick<WaysInDeps, 'notices' | 'secrets' | 'announce'>

export interface CodeTry {
  readonly participantId: string
  /** As typed: spaces and hyphens do not count. */
  readonly code: string
  readonly allowRecovery: boolean
  readonly visit: Visit
}

export type CodeOutcome =
  | { readonly kind: 'totp' | 'recovery'; readonly recoveryLeft: number }
  /** `triesLeft` of this hour. */
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'paused'; readonly retryAfterSeconds: number }

const HOUR_SECONDS = 60 * 60
/** Closed until a reset: there is no honest time, so it is said to come back later. */
const COME_BACK_SECONDS = HOUR_SECONDS

/** Wrong codes of one account over all challenges and pages: 10 in any hour (M3). */
export function portalCodesPerHour(participantId: string, now: Date): AttemptRule {
  return {
    key: `portal-codes-hour/${participantId}`,
    limit: 10,
    windowSeconds: HOUR_SECONDS,
    lockSeconds: 'slides',
    now,
  }
}

/** Wrong codes in a row: 100, then none is looked at until staff reset the second factor (M3). */
export function portalCodesInARow(participantId: string, now: Date): AttemptRule {
  return { key: `portal-codes-row/${participantId}`, limit: 100, windowSeconds: null, lockSeconds: null, now }
}

/**
 * Checks one typed code against the account's active factors, and against its recovery codes when `allowRecovery`. Takes the account's row
 * lock; lock a challenge after it (`endAccess` does), and no other row after this call: a recovery code that was right holds the commit lock.
 * A wrong code is counted in `tx`: return the refusal out of the transaction and throw it after the commit, or the count is lost (M3).
 */
export async function useCode(deps: FactorCheckDeps, tx: Tx, attempt: CodeTry): Promise<CodeOutcome> {
  const { participantId, visit } = attempt
  const account = await lockAccount(tx, participantId)
  if (!account) return { kind: 'wrong', triesLeft: 0 }
  const paused = await codesPaused(tx, participantId, visit.now)
  if (paused !== null) return { kind: 'paused', retryAfterSeconds: paused }
  const kind = await matchingKind(deps, tx, attempt)
  if (kind === null) {
    return { kind: 'wrong', triesLeft: await countWrongCode(tx, participantId, visit.now) }
  }
  // A right code ends the row of wrong ones; the hour's count stays, so that it cannot be refilled by signing in.
  await clearFailures(tx, portalCodesInARow(participantId, visit.now).key)
  const { left } = await recoveryState(tx, participantId)
  if (kind === 'recovery') await tellRecoveryUsed(deps, tx, account, left, visit)
  return { kind, recoveryLeft: left }
}

/** Seconds until codes are looked at again; null: they are now. */
export async function codesPaused(tx: Tx, participantId: string, now: Date): Promise<number | null> {
  const hour = await isLocked(tx, portalCodesPerHour(participantId, now).key, now)
  const row = await isLocked(tx, portalCodesInARow(participantId, now).key, now)
  if (row !== null) return COME_BACK_SECONDS
  return hour === null ? null : Math.max(1, Math.ceil((hour.getTime() - now.getTime()) / 1000))
}

/** Returns how many more the hour allows. */
export async function countWrongCode(tx: Tx, participantId: string, now: Date): Promise<number> {
  const hour = portalCodesPerHour(participantId, now)
  const { failures } = await recordFailure(tx, hour)
  await recordFailure(tx, portalCodesInARow(participantId, now))
  return Math.max(0, hour.limit - failures)
}

/** What the page of somebody signed in answers; the second step of a sign-in has answers of its own. */
export function refusalOf(outcome: Exclude<CodeOutcome, { readonly recoveryLeft: number }>): CodedError {
  if (outcome.kind === 'paused') return new CodedError('TOO_MANY_REQUESTS', {}, outcome.retryAfterSeconds)
  return new CodedError('CODE_WRONG', { triesLeft: outcome.triesLeft })
}

async function matchingKind(
  deps: FactorCheckDeps,
  tx: Tx,
  { participantId, code, allowRecovery, visit }: CodeTry,
): Promise<'totp' | 'recovery' | null> {
  const digits = sixDigits(code)
  if (digits !== null) return (await takeStep(deps, tx, participantId, digits, visit.now)) ? 'totp' : null
  if (!allowRecovery || normaliseShortCode(code) === null) return null
  return (await consumeRecoveryCode(tx, participantId, code, visit.now)) ? 'recovery' : null
}

/** M1, M2. Two factors may show the same six digits: the one whose step is still free is taken. */
async function takeStep(
  { secrets }: FactorCheckDeps,
  tx: Tx,
  participantId: string,
  digits: string,
  now: Date,
): Promise<boolean> {
  for (const factor of await loadVerifiedFactors(tx, participantId)) {
    const step = matchStep(openFactorSecret(secrets, factor), digits, now)
    if (step !== null && (await consumeStep(tx, factor.id, step, now))) return true
  }
  return false
}

/** M6: the person hears of each use, and staff see how many are left. */
async function tellRecoveryUsed(
  deps: FactorCheckDeps,
  tx: Tx,
  account: AccountRow,
  left: number,
  visit: Visit,
): Promise<void> {
  await tellOwner(deps, tx, account, visit, { name: 'recovery_used', places: { left } })
  await writeOwnAccount(deps, tx, account.participant_id)
  await recordOwn(tx, account.participant_id, visit, 'mfa.recovery_used', { left })
}
