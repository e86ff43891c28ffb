import { CodedError } from '../../shared/errors/errorCodes'
import { normaliseStaffEmail, type PasswordRefusal, passwordRefusal } from '../../shared/staff/signInRules'
import type { StaffSignInAnswer } from '../../shared/staff/staffSchemas'
import { appendAudit } from '../audit/auditStore'
import { refusalOfDevice } from '../devices/deviceBar'
import { findDevice } from '../devices/deviceStore'
import { inTransaction } from '../platform/database/transaction'
import { type AttemptRule, clearFailures, takeAttempt } from '../platform/rate/attempts'
import { newToken } from '../platform/secrets/opaqueToken'
import { addChallenge } from './challengeStore'
import { passwordBudget } from './signInBudgets'
import { type Origin, signInRefused, UNKNOWN_STAFF } from './staffAudit'
import type { SignInFrom, StaffAuthOptions } from './staffAuthParts'
import { findStaffByEmail, lockStaff, type StaffRow, upgradePasswordHash } from './staffStore'

interface Checked {
  readonly staff: StaffRow | undefined
  readonly budget: AttemptRule
  readonly refusal: PasswordRefusal | null
  /** A hash at today's cost, when the stored one is older. */
  readonly upgraded: string | null
}

/** First step of a sign-in: email and password. One answer and the same work for every refusal (P4). */
export async function checkPasswordStep(
  options: StaffAuthOptions,
  input: { readonly email: string; readonly password: string },
  from: SignInFrom,
): Promise<StaffSignInAnswer> {
  await refuseBarred(options, from.device.id)
  const checked = await check(options, input, from.now)
  if (checked.refusal !== null || checked.staff === undefined) throw await refuse(options, checked, from)
  return openChallenge(options, checked, checked.staff, from)
}

/** A suspended or removed console learns it at its first contact, whatever it asks (D3). */
export async function refuseBarred({ db }: StaffAuthOptions, deviceId: string): Promise<void> {
  const refusal = refusalOfDevice(await findDevice(db, deviceId))
  if (refusal !== null) throw refusal
}

async function check(
  { db, hasher }: StaffAuthOptions,
  { email, password }: { readonly email: string; readonly password: string },
  now: Date,
): Promise<Checked> {
  const emailNorm = normaliseStaffEmail(email)
  const budget = passwordBudget(emailNorm, now)
  const staff = await findStaffByEmail(db, emailNorm)
  // The try is taken before hashing, so no number of parallel guesses sees more than five passwords checked.
  const { allowed } = await takeAttempt(db, budget)
  const phc = allowed ? staff?.password_hash : undefined
  const passwordRight =
    phc === undefined ? await hasher.verifyAgainstNobody(password) : await hasher.verifyPassword(phc, password)
  const known = staff !== undefined
  const suspended = staff?.suspended_at != null
  const refusal = passwordRefusal({ known, suspended, locked: !allowed, passwordRight })
  const old = refusal === null && phc !== undefined && hasher.needsRehash(phc)
  return { staff, budget, refusal, upgraded: old ? await hasher.hashPassword(password) : null }
}

/** Writes the refusal to the audit log and gives the one error for it. */
async function refuse({ db }: StaffAuthOptions, checked: Checked, from: SignInFrom): Promise<CodedError> {
  const origin: Origin = { deviceId: from.device.id, address: from.address }
  const entry = signInRefused(checked.staff?.id ?? UNKNOWN_STAFF, checked.refusal ?? 'unknown', origin)
  await inTransaction(db, (tx) => appendAudit(tx, [entry], from.now))
  return new CodedError('SIGN_IN_FAILED')
}

async function openChallenge(
  { db, random }: StaffAuthOptions,
  { budget, upgraded }: Checked,
  staff: StaffRow,
  { device, now }: SignInFrom,
): Promise<StaffSignInAnswer> {
  const challenge = newToken(random)
  await inTransaction(db, async (tx) => {
    await addChallenge(tx, { token: challenge, staffId: staff.id, deviceId: device.id, now })
    // Reset, changed or suspended while the password was being compared: no challenge may outlive that (W4).
    const present = await lockStaff(tx, staff.id)
    if (present?.password_hash !== staff.password_hash || present.suspended_at !== null) {
      throw new CodedError('SIGN_IN_FAILED')
    }
    await clearFailures(tx, budget.key)
    if (upgraded !== null) await upgradePasswordHash(tx, staff.id, staff.password_hash, upgraded)
  })
  return { challenge, next: staff.totp_secret !== null ? 'totp' : 'enrol' }
}
