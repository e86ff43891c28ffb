import { CodedError } from '../../shared/errors/errorCodes'
import type { StaffEnrolAnswer } from '../../shared/staff/staffSchemas'
import { inTransaction } from '../platform/database/transaction'
import { newTotpSecret, otpauthUrl, totpSecretText } from '../platform/secrets/totp'
import { type ChallengeRow, lockOpenChallenge, updateChallenge } from './challengeStore'
import type { SignInFrom, StaffAuthOptions } from './staffAuthParts'
import { clinicName, lockStaff } from './staffStore'

const PURPOSE = 'totp'
const pendingPlace = (challengeHash: Buffer) => `challenge:${challengeHash.toString('hex')}`
const staffPlace = (staffId: string) => `staff:${staffId}`

/**
 * The secret to scan, while this person has no second factor (M7). Asking again with the same challenge shows the same secret; it
 * protects nothing until a code of it was typed, and dies with the challenge.
 */
export async function enrolStep(options: StaffAuthOptions, token: string, from: SignInFrom): Promise<StaffEnrolAnswer> {
  const { secret, email, issuer } = await inTransaction(options.db, async (tx) => {
    const challenge = await lockOpenChallenge(tx, token, from.device.id, from.now)
    const staff = challenge === null ? undefined : await lockStaff(tx, challenge.staff_id)
    if (challenge === null || staff === undefined || staff.totp_secret !== null || staff.suspended_at !== null) {
      throw new CodedError('CHALLENGE_OVER')
    }
    const known = openPendingSecret(options, challenge)
    const secret = known ?? newTotpSecret(options.random)
    if (known === null) {
      const sealed = options.sealing.seal(PURPOSE, secret, pendingPlace(challenge.hash))
      await updateChallenge(tx, challenge.hash, { pending_secret: sealed })
    }
    return { secret, email: staff.email, issuer: await clinicName(tx) }
  })
  return { secret: totpSecretText(secret), otpauthUrl: otpauthUrl(secret, issuer, email) }
}

export function openPendingSecret({ sealing }: StaffAuthOptions, challenge: ChallengeRow): Buffer | null {
  const { pending_secret: sealed, hash } = challenge
  return sealed === null ? null : sealing.open(PURPOSE, sealed, pendingPlace(hash))
}

export function openStaffSecret({ sealing }: StaffAuthOptions, staffId: string, sealed: Buffer): Buffer {
  return sealing.open(PURPOSE, sealed, staffPlace(staffId))
}

/** Sealed anew for its place in the staff row: a pending secret copied there by hand would not open (M1). */
export function sealStaffSecret({ sealing }: StaffAuthOptions, staffId: string, secret: Buffer): Buffer {
  return sealing.seal(PURPOSE, secret, staffPlace(staffId))
}
