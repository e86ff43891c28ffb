import { sixDigits } from '../../shared/accountSecurity/codeRules'
import { normaliseShortCode } from '../../shared/invites/inviteLinks'
import { type AccountRow, languageOf, lockAccount } from '../accounts/accountStore'
import { appendAudit } from '../audit/auditStore'
import { nextRev, type Tx } from '../platform/database/transaction'
import { type AttemptRule, clearFailures, isLocked, recordFailure } from '../platform/rate/attempts'
import { matchStep } from '../platform/secrets/totp'
import { participantActor, type Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { consumeStep, loadVerifiedFactors, openFactorSecret } from './factorStore'
import { consumeRecoveryCode, recoveryState } from './recoveryCodes'

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
  | { readonly kind: 'wrong' }
  | { readonly kind: 'paused'; readonly retryAfterSeconds: number }

const HOUR_SECONDS = 60 * 60
/** Closed until a reset: there is no honest time, so it is said to come back later. */
const COME_BACK_SECONDS = HOUR_SECONDS

/** Wrong codes of one account over all challenges and pages: 10 an hour (M3). */
export function portalCodesPerHour(participantId: string, now: Date): AttemptRule {
  return {
    key: `portal-codes-hour/${participantId}`,
    limit: 10,
    windowSeconds: HOUR_SECONDS,
    lockSeconds: HOUR_SECONDS,
    now,
  }
}

/** Wrong codes in a row: 100, then none is looked at until staff reset the second factor (M3). */
export function portalCodesInARow(participantId: string, now: Date): AttemptRule {
  return { key: `portal-codes-row/${participantId}`, limit: 100, windowSeconds: null, lockSeconds: null, now }
}

/**
 * Checks one typed code against the account's active factors, and against its recovery codes when `allowRecovery`. Takes the account's row
 * lock, so lock a challenge before and take no other row lock after: a recovery code that was right holds the commit lock. A wrong code is
 * counted in `tx`: return the refusal out of the transaction and throw it after the commit, or the count is lost (M3).
 */
export async function useCode(deps: FactorCheckDeps, tx: Tx, attempt: CodeTry): Promise<CodeOutcome> {
  const { participantId, visit } = attempt
  const account = await lockAccount(tx, participantId)
  if (!account) return { kind: 'wrong' }
  const paused = await codesPaused(tx, participantId, visit.now)
  if (paused !== null) return { kind: 'paused', retryAfterSeconds: paused }
  const kind = await matchingKind(deps, tx, attempt)
  if (kind === null) {
    await countWrongCode(tx, participantId, visit.now)
    return { kind: 'wrong' }
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

export async function countWrongCode(tx: Tx, participantId: string, now: Date): Promise<void> {
  await recordFailure(tx, portalCodesPerHour(participantId, now))
  await recordFailure(tx, portalCodesInARow(participantId, now))
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
  { notices, announce }: FactorCheckDeps,
  tx: Tx,
  account: AccountRow,
  left: number,
  visit: Visit,
): Promise<void> {
  const { participant_id: id, email: to, language } = account
  const places = { left }
  await notices.mail(tx, { name: 'recovery_used', to, language: languageOf(language), now: visit.now, places })
  const rev = await nextRev(tx)
  await tx.updateTable('account').set({ rev }).where('participant_id', '=', id).execute()
  const target = { kind: 'account', id } as const
  const actor = participantActor(id, visit)
  await appendAudit(tx, [{ actor, action: 'mfa.recovery_used', target, outcome: 'ok', detail: { left } }], visit.now)
  await announce(tx, rev)
}
