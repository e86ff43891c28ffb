import { checkPassword } from '../../shared/accounts/passwordRules'
import { CodedError } from '../../shared/errors/errorCodes'
import { isCommonPassword } from '../accounts/commonPasswords'
import { appendAudit } from '../audit/auditStore'
import { DEVICE_CHANNEL } from '../devices/deviceAudit'
import { inTransaction, notify, type Tx } from '../platform/database/transaction'
import { clearFailures, takeAttempt } from '../platform/rate/attempts'
import { newToken } from '../platform/secrets/opaqueToken'
import { addSession, endEverySession } from './sessionStore'
import { passwordChangeBudget } from './signInBudgets'
import { callerActor, staffEvent } from './staffAudit'
import type { StaffAuthOptions } from './staffAuthParts'
import type { StaffCaller } from './staffContext'
import { clinicName, lockStaff, type StaffRow } from './staffStore'

/** P1. Colleagues have no setting that lowers it. */
const SHORTEST = 15
const PRODUCT_NAME = 'Vestibule'

export interface PasswordChange {
  readonly current: string
  readonly password: string
}
export interface ChangeOrigin {
  readonly address: string | null
  readonly now: Date
}

/**
 * A colleague chooses a password. Every session of theirs ends, and this console gets a new one with the old end (W2, W3, W4). `INVALID_INPUT` names
 * `current` when the present password is wrong, or `password` when it is the same; `PASSWORD_REFUSED` with a reason (P2); `TOO_MANY_REQUESTS` after
 * five wrong ones. What they may see does not change, so no revision does.
 */
export async function changeOwnPassword(
  options: StaffAuthOptions,
  caller: StaffCaller,
  change: PasswordChange,
  at: ChangeOrigin,
): Promise<{ sessionToken: string }> {
  const known = await checkCurrent(options, caller, change.current, at.now)
  await refuseWeak(options, caller, change)
  const hash = await options.hasher.hashPassword(change.password)
  const sessionToken = newToken(options.random)
  await inTransaction(options.db, async (tx) => {
    const staff = await lockStaff(tx, caller.staffId)
    if (!staff || staff.suspended_at !== null) throw new CodedError('NOT_SIGNED_IN')
    // Somebody reset or changed it while this one was being hashed: the password that was checked is not theirs any more.
    if (staff.password_hash !== known.password_hash) throw wrongCurrent()
    await write(tx, caller, { hash, sessionToken }, at)
  })
  return { sessionToken }
}

async function checkCurrent(
  { db, hasher }: StaffAuthOptions,
  { staffId }: StaffCaller,
  current: string,
  now: Date,
): Promise<StaffRow> {
  const budget = passwordChangeBudget(staffId, now)
  const attempt = await takeAttempt(db, budget)
  if (!attempt.allowed) throw new CodedError('TOO_MANY_REQUESTS', {}, attempt.retryAfterSeconds)
  const staff = await db.selectFrom('staff').selectAll().where('id', '=', staffId).executeTakeFirst()
  if (!staff || !(await hasher.verifyPassword(staff.password_hash, current))) throw wrongCurrent(attempt.triesLeft)
  await clearFailures(db, budget.key)
  return staff
}

async function refuseWeak({ db }: StaffAuthOptions, caller: StaffCaller, change: PasswordChange): Promise<void> {
  if (change.password.normalize('NFKC') === change.current.normalize('NFKC'))
    throw invalid('password', 'must not be the one you have now')
  const problem = checkPassword(change.password, {
    minLength: SHORTEST,
    email: caller.email,
    names: [caller.displayName],
    clinicName: await clinicName(db),
    productName: PRODUCT_NAME,
    isCommon: isCommonPassword,
  })
  if (problem) throw new CodedError('PASSWORD_REFUSED', { reason: problem.reason })
}

async function write(
  tx: Tx,
  caller: StaffCaller,
  { hash, sessionToken }: { readonly hash: string; readonly sessionToken: string },
  { address, now }: ChangeOrigin,
): Promise<void> {
  const { staffId, deviceId, sessionEndsAt } = caller
  const set = { password_hash: hash, password_changed_at: now }
  await tx.updateTable('staff').set(set).where('id', '=', staffId).execute()
  const consoles = await endEverySession(tx, staffId)
  await addSession(tx, { token: sessionToken, staffId, deviceId, now, endsAt: sessionEndsAt })
  await appendAudit(tx, [staffEvent(callerActor(caller, address), 'staff.password_changed', staffId)], now)
  for (const console of consoles) await notify(tx, DEVICE_CHANNEL, console)
}

function wrongCurrent(triesLeft?: number): CodedError {
  const fields = [{ path: 'current', message: 'is not your present password' }]
  return new CodedError('INVALID_INPUT', { fields, ...(triesLeft === undefined ? {} : { triesLeft }) })
}

function invalid(path: string, message: string): CodedError {
  return new CodedError('INVALID_INPUT', { fields: [{ path, message }] })
}
