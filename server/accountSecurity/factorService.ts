import { sixDigits } from '../../shared/accountSecurity/codeRules'
import type { ConfirmedFactor } from '../../shared/accountSecurity/securitySchemas'
import { mfaIsRequired } from '../../shared/accounts/accountRules'
import { CodedError } from '../../shared/errors/errorCodes'
import type { AccountRow } from '../accounts/accountStore'
import { endAccess } from '../accounts/endAccess'
import { type NewPortalSession, renewPortalSession } from '../accounts/portalSessionStore'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { clearFailures } from '../platform/rate/attempts'
import { matchStep } from '../platform/secrets/totp'
import type { PortalCaller, Visit } from '../portal/portalContext'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { codesPaused, countWrongCode, portalCodesInARow, refusalOf, useCode as spendCode } from './factorCheck'
import { type FactorRow, findFactor, loadVerifiedFactors, openFactorSecret, verifyFactor } from './factorStore'
import { dropRecoveryCodes, makeRecoveryCodes, recoveryState } from './recoveryCodes'
import { lockOwnAccount, recordOwn, requireFresh, tellOwner, writeOwnAccount } from './securityParts'

interface FactorCode {
  readonly factorId: string
  /** As typed. */
  readonly code: string
}

export interface FactorConfirmed {
  readonly answer: ConfirmedFactor
  /** The session under its new id (W3). */
  readonly session: NewPortalSession
}

/**
 * S1.7, S1.8: the code of the app makes the factor active and counts as used (M2); with the first one come ten recovery codes. `NOT_FOUND`
 * for a factor of somebody else, one that is active already and one begun more than 10 minutes ago; `CODE_WRONG` counts (M3).
 */
export async function confirmFactor(
  deps: WaysInDeps,
  caller: PortalCaller,
  input: FactorCode,
  visit: Visit,
): Promise<FactorConfirmed> {
  return await committed(deps, (tx) => confirmIn(deps, tx, caller, input, visit))
}

async function confirmIn(
  deps: WaysInDeps,
  tx: Tx,
  caller: PortalCaller,
  { factorId, code }: FactorCode,
  visit: Visit,
): Promise<FactorConfirmed | CodedError> {
  const { participantId } = caller
  const account = await lockOwnAccount(tx, caller)
  const factor = await findFactor(tx, participantId, factorId, visit.now)
  if (factor?.status !== 'unverified') return new CodedError('NOT_FOUND')
  const paused = await codesPaused(tx, participantId, visit.now)
  if (paused !== null) return refusalOf({ kind: 'paused', retryAfterSeconds: paused })
  const step = matchStep(openFactorSecret(deps.secrets, factor), sixDigits(code) ?? '', visit.now)
  if (step === null || !(await verifyFactor(tx, factor.id, step, visit.now)))
    return refusalOf({ kind: 'wrong', triesLeft: await countWrongCode(tx, participantId, visit.now) })
  await clearFailures(tx, portalCodesInARow(participantId, visit.now).key)
  const session = await renewPortalSession(tx, caller.sessionHash, visit.now)
  if (!session) return new CodedError('NOT_SIGNED_IN')
  const { left } = await recoveryState(tx, participantId)
  const recoveryCodes = left === 0 ? await makeRecoveryCodes(tx, participantId, visit.now) : null
  await tellOwner(deps, tx, account, visit, { name: 'mfa_added' })
  await writeOwnAccount(deps, tx, participantId)
  await recordOwn(tx, participantId, visit, 'mfa.verified', {
    factor: factor.id,
    recoveryCodes: recoveryCodes !== null,
  })
  return { answer: { recoveryCodes }, session }
}

/**
 * S1.9, M7: an active factor goes only with a fresh authentication and a current code, of an app or a recovery code. All other sessions,
 * challenges and links of the account end (W4). `LAST_FACTOR` while one is required. One that was never confirmed protects nothing and goes
 * without a code.
 */
export async function removeFactor(
  deps: WaysInDeps,
  caller: PortalCaller,
  input: FactorCode,
  visit: Visit,
): Promise<void> {
  requireFresh(caller, visit)
  await committed(deps, (tx) => removeIn(deps, tx, caller, input, visit))
}

async function removeIn(
  deps: WaysInDeps,
  tx: Tx,
  caller: PortalCaller,
  { factorId, code }: FactorCode,
  visit: Visit,
): Promise<CodedError | undefined> {
  const { participantId } = caller
  const account = await lockOwnAccount(tx, caller)
  const factor = await findFactor(tx, participantId, factorId, visit.now)
  if (!factor) return new CodedError('NOT_FOUND')
  if (factor.status === 'unverified') return await forget(deps, tx, factor)
  const isLast = (await loadVerifiedFactors(tx, participantId)).length === 1
  if (isLast && (await isRequired(deps, tx, account))) return new CodedError('LAST_FACTOR')
  const outcome = await spendCode(deps, tx, { participantId, code, allowRecovery: true, visit })
  if (!('recoveryLeft' in outcome)) return refusalOf(outcome)
  if (isLast) await dropRecoveryCodes(tx, participantId)
  await endAccess(tx, participantId, { keepSession: caller.sessionHash })
  await tellOwner(deps, tx, account, visit, { name: 'mfa_removed' })
  await forget(deps, tx, factor)
  await recordOwn(tx, participantId, visit, 'mfa.removed', { factor: factor.id, with: outcome.kind, last: isLast })
}

async function forget(deps: WaysInDeps, tx: Tx, { id, participant_id: participantId }: FactorRow): Promise<undefined> {
  await tx.deleteFrom('totp_factor').where('id', '=', id).execute()
  await writeOwnAccount(deps, tx, participantId)
}

async function isRequired({ clinic }: WaysInDeps, tx: Tx, account: AccountRow): Promise<boolean> {
  const { settings } = await clinic.read(tx)
  const { mfa_required: inviteRequires, mfa_exempt_by_name: exemptByName } = account
  return mfaIsRequired({ clinicRequires: settings.mfaRequired, inviteRequires, exemptByName })
}

/** Only a name: it neither opens nor protects anything. `NOT_FOUND` also for a factor of somebody else (G1). */
export async function renameFactor(
  deps: WaysInDeps,
  caller: PortalCaller,
  { factorId, name }: { readonly factorId: string; readonly name: string },
  { now }: Visit,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockOwnAccount(tx, caller)
    const factor = await findFactor(tx, caller.participantId, factorId, now)
    if (!factor) throw new CodedError('NOT_FOUND')
    await tx.updateTable('totp_factor').set({ name }).where('id', '=', factor.id).execute()
  })
}

/** M6: ten new ones, shown once; all older ones die. Needs a fresh authentication and a current code of an app. `NOT_FOUND` without a factor. */
export async function newRecoveryCodes(
  deps: WaysInDeps,
  caller: PortalCaller,
  code: string,
  visit: Visit,
): Promise<readonly string[]> {
  requireFresh(caller, visit)
  const { participantId } = caller
  return await committed(deps, async (tx) => {
    const account = await lockOwnAccount(tx, caller)
    if ((await loadVerifiedFactors(tx, participantId)).length === 0) return new CodedError('NOT_FOUND')
    const outcome = await spendCode(deps, tx, { participantId, code, allowRecovery: false, visit })
    if (!('recoveryLeft' in outcome)) return refusalOf(outcome)
    const codes = await makeRecoveryCodes(tx, participantId, visit.now)
    await tellOwner(deps, tx, account, visit, { name: 'recovery_made' })
    await writeOwnAccount(deps, tx, participantId)
    await recordOwn(tx, participantId, visit, 'mfa.recovery_made', { codes: codes.length })
    return codes
  })
}

/** A refusal is returned out of the transaction and thrown after the commit, so that the counted try stays (M3). */
async function committed<T>({ db }: WaysInDeps, work: (tx: Tx) => Promise<T | CodedError>): Promise<T> {
  const outcome = await inTransaction(db, work)
  if (outcome instanceof CodedError) throw outcome
  return outcome
}
