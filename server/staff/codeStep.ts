import { CodedError } from '../../shared/errors/errorCodes'
import { CHALLENGE_TRIES } from '../../shared/staff/signInRules'
import { appendAudit } from '../audit/auditStore'
import { lockAndCheckBarred, type Registered, registerDevice } from '../devices/deviceRegistration'
import { inTransaction, type Tx } from '../platform/database/transaction'
import { clearFailures, isLocked, recordFailure } from '../platform/rate/attempts'
import { newToken } from '../platform/secrets/opaqueToken'
import { matchStep } from '../platform/secrets/totp'
import { type ChallengeRow, lockOpenChallenge, updateChallenge } from './challengeStore'
import { openPendingSecret, openStaffSecret, sealStaffSecret } from './enrolStep'
import { addSession, endSessionsOf } from './sessionStore'
import { codesInARow, codesPerHour } from './signInBudgets'
import { type Origin, signInRefused, staffActor, staffEvent } from './staffAudit'
import type { SignInFrom, StaffAuthOptions } from './staffAuthParts'
import { consumeTotpStep, lockStaff, type StaffRow, storeTotp } from './staffStore'

const COME_BACK_SECONDS = 3600

export interface CodeInput {
  readonly challenge: string
  readonly code: string
  readonly deviceName: string
}

export interface SignedIn {
  readonly sessionToken: string
  readonly staff: StaffRow
  readonly device: Registered
  readonly endsAt: Date
}

interface Attempt {
  readonly input: CodeInput
  readonly from: SignInFrom
  readonly challenge: ChallengeRow
  readonly staff: StaffRow
}

/**
 * Second step: the code. Everything is decided in one transaction with the challenge and the person locked; a refusal is returned out of
 * it and thrown after the commit, so that the counted try stays. Locks: challenge, staff, attempts, device, then the commit lock.
 */
export async function codeStep(options: StaffAuthOptions, input: CodeInput, from: SignInFrom): Promise<SignedIn> {
  const outcome = await inTransaction(options.db, (tx) => codeStepIn(tx, options, input, from))
  if (outcome instanceof CodedError) throw outcome
  return outcome
}

async function codeStepIn(
  tx: Tx,
  options: StaffAuthOptions,
  input: CodeInput,
  from: SignInFrom,
): Promise<SignedIn | CodedError> {
  const challenge = await lockOpenChallenge(tx, input.challenge, from.device.id, from.now)
  const staff = challenge === null ? undefined : await lockStaff(tx, challenge.staff_id)
  if (challenge === null || staff === undefined || staff.suspended_at !== null) return new CodedError('CHALLENGE_OVER')
  // Somebody enrolled through another challenge meanwhile: this pending secret unlocks nothing any more (M7).
  const stale = challenge.pending_secret !== null && staff.totp_secret !== null
  if (stale) return new CodedError('CHALLENGE_OVER')
  const attempt = { input, from, challenge, staff }
  const paused = await codesPaused(tx, attempt)
  if (paused !== null) return paused
  const barred = await lockAndCheckBarred(tx, from.device.id)
  if (barred !== null) return barred
  const enrolled = challenge.pending_secret !== null
  const accepted = await acceptCode(tx, options, attempt)
  return accepted ? startSession(tx, options, attempt, enrolled) : countWrongCode(tx, attempt)
}

/** M3: 10 wrong codes an hour, or 100 in a row, close the door of the account whatever challenge is used. */
async function codesPaused(tx: Tx, { staff, from }: Attempt): Promise<CodedError | null> {
  const hour = await isLocked(tx, codesPerHour(staff.id, from.now).key, from.now)
  const row = await isLocked(tx, codesInARow(staff.id, from.now).key, from.now)
  if (hour === null && row === null) return null
  await appendAudit(tx, [signInRefused(staff.id, 'codes_paused', originOf(from))], from.now)
  return new CodedError('TOO_MANY_REQUESTS', {}, pauseSeconds(hour, from.now))
}

function pauseSeconds(until: Date | null, now: Date): number {
  const left = until === null ? 0 : Math.ceil((until.getTime() - now.getTime()) / 1000)
  // Closed until a reset: there is no honest time, so it is said to come back later.
  return left > 0 ? left : COME_BACK_SECONDS
}

/** Whether the code is right for its step and the step was never used (M1, M2); a pending secret becomes the factor with it. */
async function acceptCode(
  tx: Tx,
  options: StaffAuthOptions,
  { input, from, challenge, staff }: Attempt,
): Promise<boolean> {
  const pending = openPendingSecret(options, challenge)
  const secret = pending ?? (staff.totp_secret && openStaffSecret(options, staff.id, staff.totp_secret))
  const step = secret === null ? null : matchStep(secret, input.code, from.now)
  if (secret === null || step === null) return false
  if (pending === null) return consumeTotpStep(tx, staff.id, step)
  return storeTotp(tx, staff.id, sealStaffSecret(options, staff.id, pending), step)
}

async function countWrongCode(tx: Tx, { challenge, staff, from }: Attempt): Promise<CodedError> {
  const tries = challenge.tries + 1
  await updateChallenge(tx, challenge.hash, { tries })
  await recordFailure(tx, codesPerHour(staff.id, from.now))
  await recordFailure(tx, codesInARow(staff.id, from.now))
  await appendAudit(tx, [signInRefused(staff.id, 'code', originOf(from))], from.now)
  return new CodedError('CODE_WRONG', { triesLeft: CHALLENGE_TRIES - tries })
}

async function startSession(
  tx: Tx,
  { random }: StaffAuthOptions,
  { input, from, challenge, staff }: Attempt,
  enrolled: boolean,
): Promise<SignedIn> {
  const { device, now } = from
  const actor = staffActor(staff, originOf(from))
  // A right code ends the row of wrong ones; the hour's count stays, so that it cannot be refilled by signing in.
  await clearFailures(tx, codesInARow(staff.id, now).key)
  await updateChallenge(tx, challenge.hash, { used_at: now })
  await endSessionsOf(tx, staff.id, device.id)
  const person = { staffId: staff.id, role: staff.role, actor, now }
  const registered = await registerDevice(tx, { ...device, name: input.deviceName, ...person })
  const sessionToken = newToken(random)
  const endsAt = await addSession(tx, { token: sessionToken, staffId: staff.id, deviceId: device.id, now })
  const enrolment = enrolled ? [staffEvent(actor, 'staff.mfa_enrolled', staff.id)] : []
  const entries = [...enrolment, ...registered.events, staffEvent(actor, 'staff.sign_in', staff.id)]
  await appendAudit(tx, entries, now)
  return { sessionToken, staff, device: registered, endsAt }
}

function originOf(from: SignInFrom): Origin {
  return { deviceId: from.device.id, address: from.address }
}
