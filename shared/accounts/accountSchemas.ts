import { z } from 'zod'
import { languageSchema } from '../clinic/clinicSchemas'

/** What staff see of a portal account (S0.15, S4.15): `id` is the participant's id, so there is at most one (I7). */
export interface AccountDoc {
  readonly id: string
  readonly rev: number
  readonly email: string
  readonly displayName: string
  readonly createdAt: string
  readonly consentedAt: string | null
  readonly consentsGiven: number
  readonly consentsTotal: number
  readonly lastSignInAt: string | null
  readonly disabledAt: string | null
  /** A colleague's name, or null when the account went off by itself after long inactivity. */
  readonly disabledByName: string | null
  /** Wrong passwords locked it until then; over when the time has passed. */
  readonly lockedUntil: string | null
  readonly holder: AccountHolder
  readonly emailVerified: boolean
  readonly mfa: AccountMfa
  /** The last reset link that staff sent: when, until when it works, and whether sending failed. */
  readonly resetSentAt: string | null
  readonly resetExpiresAt: string | null
  readonly resetFailedAt: string | null
}

/** S3.16: who uses the account: the participant, or somebody who cares for them. */
export const ACCOUNT_HOLDERS = ['self', 'caregiver'] as const
export type AccountHolder = (typeof ACCOUNT_HOLDERS)[number]

/** product.md, State machines. `required`: the clinic or the invite asks for it. Factors are counted, never described, and no secret is here. */
export interface AccountMfa {
  readonly state: 'none' | 'pending' | 'verified' | 'reset_required' | 'exempt'
  readonly required: boolean
  readonly factors: number
  readonly recoveryLeft: number
  readonly resetAt: string | null
  readonly exemptByName: string | null
  readonly exemptReason: ExemptReason | null
}
export const EXEMPT_REASONS = ['no_phone', 'cannot_use_app', 'other'] as const
export type ExemptReason = (typeof EXEMPT_REASONS)[number]
/** M8: both are required for a reset; closed lists, because the audit log takes no prose. */
export const RESET_MFA_REASONS = ['lost_phone', 'new_phone', 'app_deleted', 'locked_out', 'suspicious'] as const
export type ResetMfaReason = (typeof RESET_MFA_REASONS)[number]
export const IDENTITY_CHECKS = ['in_person', 'photo_id', 'phone_on_file', 'verbal_code'] as const
export type IdentityCheck = (typeof IDENTITY_CHECKS)[number]

/** Staff read: not set up (no account), registering (consent n of 3), active, disabled. */
export type AccountState = 'not_set_up' | 'registering' | 'active' | 'disabled'

export const displayNameSchema = z
  .string()
  .max(320)
  .transform((text) => text.normalize('NFC').trim())
  .refine((text) => text.length > 0, 'must not be empty')
  .refine((text) => [...text].length <= 80, 'at most 80 characters')
  .refine((text) => !/\p{Cc}/u.test(text), 'must be one line of plain text')

export const signInEmailSchema = z.string().trim().max(254).pipe(z.email('must look like name@example.org'))

/** Passwords are never trimmed; length rules are in `passwordRules.ts`. Above 4 KiB nothing is hashed (P1). */
export const passwordSchema = z.string().min(1).max(4096)

export const registrationSchema = z.strictObject({
  email: signInEmailSchema,
  displayName: displayNameSchema,
  password: passwordSchema,
  language: languageSchema,
  holder: z.enum(ACCOUNT_HOLDERS).optional(),
  /** Others use this device too (W2). */
  shared: z.boolean().optional(),
})
export type Registration = z.infer<typeof registrationSchema>
