import { z } from 'zod'
import { passwordSchema, signInEmailSchema } from '../accounts/accountSchemas'
import type { AttemptReason, SignInWay } from '../waysIn/waysInSchemas'

/** S1.8: a factor protects nothing until a code of it was confirmed. */
export const FACTOR_STATUSES = ['unverified', 'verified'] as const
export type FactorStatus = (typeof FACTOR_STATUSES)[number]

/** An unconfirmed secret dies after 10 minutes (M7). */
export const UNVERIFIED_FACTOR_MS = 10 * 60_000
/** W5: how old the last full authentication may be for a change of security settings. */
export const REAUTH_MS = 15 * 60_000
export const RECOVERY_CODES = 10
export const MOST_FACTORS = 10
export const LOCK_MINUTES = [2, 5, 10, 15, 30, 60] as const

export const factorNameSchema = z
  .string()
  .max(240)
  .transform((text) => text.normalize('NFC').trim())
  .refine((text) => text.length > 0 && [...text].length <= 60, 'must have 1 to 60 characters')
  .refine((text) => !/\p{Cc}/u.test(text), 'must be one line of plain text')

/** Six digits of the app, or a recovery code of 16 characters; spaces and hyphens do not count. */
const anyCode = z.string().min(1).max(64)
export const beginFactorSchema = z.strictObject({ name: factorNameSchema })
export const confirmFactorSchema = z.strictObject({ factorId: z.uuid(), code: anyCode })
export const removeFactorSchema = z.strictObject({ factorId: z.uuid(), code: anyCode })
export const renameFactorSchema = z.strictObject({ factorId: z.uuid(), name: factorNameSchema })
export const currentCodeSchema = z.strictObject({ code: anyCode })
export const endSessionSchema = z.strictObject({ sessionId: z.uuid() })
export const reauthenticateSchema = z.strictObject({ password: passwordSchema })
export const changePasswordSchema = z.strictObject({ password: passwordSchema })
export const changeEmailSchema = z.strictObject({ email: signInEmailSchema })
export const changePhoneSchema = z.strictObject({ phone: z.string().trim().min(5).max(40) })
export const contactKindSchema = z.enum(['email', 'phone'])
export type ContactKind = z.infer<typeof contactKindSchema>
export const confirmContactSchema = z.strictObject({ kind: contactKindSchema, code: anyCode })
export const appLockSchema = z.strictObject({ minutes: z.union(LOCK_MINUTES.map((n) => z.literal(n))).nullable() })
/** One of the two: the password, or a current code of an active factor. */
export const unlockSchema = z.union([z.strictObject({ password: passwordSchema }), z.strictObject({ code: anyCode })])

export interface Factor {
  readonly id: string
  readonly name: string
  readonly status: FactorStatus
  readonly createdAt: string
  readonly lastUsedAt: string | null
}

/** Everything on the Security page (S1.4, S1.14) but sessions and history. */
export interface SecurityView {
  readonly factors: readonly Factor[]
  /** The clinic or the invite asks for a second factor: the last active one cannot be removed. */
  readonly mfaRequired: boolean
  readonly recoveryLeft: number
  readonly recoveryMadeAt: string | null
  readonly email: string
  readonly emailVerified: boolean
  /** Waiting for its code. */
  readonly pendingEmail: string | null
  readonly phone: string | null
  readonly pendingPhone: string | null
  /** Whether signing in by SMS is possible at this clinic at all. */
  readonly smsOffered: boolean
  readonly passwordChangedAt: string | null
  readonly minPasswordLength: number
  readonly lockMinutes: number | null
  /** Until then no password is asked for again (W5); null: it will be. */
  readonly freshUntil: string | null
}

/** Shown once during enrolment (S1.5). */
export interface BegunFactor {
  readonly factorId: string
  readonly secret: string
  readonly otpauthUrl: string
}

/** `recoveryCodes`: ten with the first factor, shown once (M6); null when the person has some already. */
export interface ConfirmedFactor {
  readonly recoveryCodes: readonly string[] | null
}

export interface SessionInfo {
  readonly id: string
  readonly device: string
  readonly address: string | null
  readonly way: SignInWay
  readonly shared: boolean
  readonly startedAt: string
  readonly lastSeenAt: string
  readonly endsAt: string
  readonly isThis: boolean
}

/** One line of the participant's own sign-in history (S2.71), in words of `reason`. */
export interface SignInEvent {
  readonly at: string
  readonly way: SignInWay
  readonly reason: AttemptReason
  readonly device: string
  readonly address: string | null
}
