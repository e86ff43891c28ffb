import type { Role } from '../access/roles'
import type { DeviceState } from './staffSchemas'

const MINUTE = 60_000

/** A pending sign-in (M3, M4): 5 minutes, 5 tries, one staff member on one device. */
export const CHALLENGE_LIFE_MS = 5 * MINUTE
export const CHALLENGE_TRIES = 5
/** Staff sessions end after 12 hours, whatever happens in them (W2). */
export const STAFF_SESSION_LIFE_MS = 12 * 60 * MINUTE
/** `last_seen_at` and `last_contact_at` move at most this often, so that reading stays cheap. */
export const CONTACT_WRITE_MS = MINUTE

/** How an email is compared and keyed. The typed form is kept nowhere. */
export function normaliseStaffEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase()
}

export type PasswordRefusal = 'unknown' | 'suspended' | 'locked' | 'password'

export interface PasswordFacts {
  readonly known: boolean
  readonly suspended: boolean
  readonly locked: boolean
  readonly passwordRight: boolean
}

/** Why a sign-in is refused, or null. For the audit log only: the person signing in reads one sentence for all (P4). */
export function passwordRefusal(facts: PasswordFacts): PasswordRefusal | null {
  if (!facts.known) return 'unknown'
  if (facts.locked) return 'locked'
  if (!facts.passwordRight) return 'password'
  return facts.suspended ? 'suspended' : null
}

export interface ChallengeFacts {
  readonly deviceId: string
  readonly tries: number
  readonly expiresAt: Date
  readonly usedAt: Date | null
}

/** Whether a challenge may still be tried on this device (M3, M4). */
export function challengeIsOpen(challenge: ChallengeFacts, deviceId: string, now: Date): boolean {
  return (
    challenge.deviceId === deviceId &&
    challenge.usedAt === null &&
    challenge.tries < CHALLENGE_TRIES &&
    challenge.expiresAt > now
  )
}

export interface SigningInFacts {
  /** What the registry says of this device; null: never seen. */
  readonly state: DeviceState | null
  readonly role: Role
  /** Whether the clinic has any active console at all. */
  readonly anyActive: boolean
}

/** The state of a device after a complete sign-in. The first console of a clinic cannot wait for another to approve it. */
export function deviceStateAfterSignIn({ state, role, anyActive }: SigningInFacts): DeviceState {
  if (state !== null && state !== 'requested') return state
  return role === 'admin' && !anyActive ? 'active' : 'requested'
}
