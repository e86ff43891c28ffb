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
}

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
})
export type Registration = z.infer<typeof registrationSchema>
