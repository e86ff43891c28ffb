import { z } from 'zod'
import { ROLES, type Role } from '../access/roles'

/** A colleague as administrators see them in Staff and roles. */
export interface TeamMember {
  readonly id: string
  readonly displayName: string
  readonly email: string
  readonly role: Role
  readonly mfa: 'none' | 'verified'
  readonly suspendedAt: string | null
  /** Locked by wrong passwords until then. */
  readonly lockedUntil: string | null
  readonly lastSignInAt: string | null
  /** Still uses the password they were given. */
  readonly firstPassword: boolean
  readonly isYou: boolean
  /** Participants in their scope; null for roles that see the whole clinic or nobody. */
  readonly caseload: number | null
}

const name = z
  .string()
  .max(320)
  .transform((text) => text.normalize('NFC').trim())
  .refine((text) => text.length > 0 && [...text].length <= 80, 'must have 1 to 80 characters')
  .refine((text) => !/\p{Cc}/u.test(text), 'must be one line of plain text')
const roleSchema = z.enum(ROLES)
const member = { staffId: z.uuid() }

/** Whom a colleague sees: whole programs (for managers and front desk also whoever enters them later), named participants, or both. */
export const caseloadSchema = z.strictObject({
  programIds: z.array(z.uuid()).max(50),
  participantIds: z.array(z.uuid()).max(500),
})
export type Caseload = z.infer<typeof caseloadSchema>

export const createMemberSchema = z.strictObject({
  email: z.string().trim().max(254).pipe(z.email('must look like name@example.org')),
  displayName: name,
  role: roleSchema,
  caseload: caseloadSchema,
})
export const changeMemberSchema = z.strictObject({ ...member, displayName: name, role: roleSchema })
export const memberSchema = z.strictObject(member)
export const setCaseloadSchema = z.strictObject({ ...member, caseload: caseloadSchema })
export const STAFF_RESET_REASONS = ['lost_phone', 'new_phone', 'app_deleted', 'suspicious'] as const
export const STAFF_IDENTITY_CHECKS = ['in_person', 'photo_id', 'phone_on_file'] as const
export const resetMemberMfaSchema = z.strictObject({
  ...member,
  reason: z.enum(STAFF_RESET_REASONS),
  identityCheck: z.enum(STAFF_IDENTITY_CHECKS),
})
/** A password is shown once to the administrator, who hands it over; the colleague changes it at the first sign-in. */
export interface CreatedMember {
  readonly id: string
  readonly password: string
}
export const changeOwnPasswordSchema = z.strictObject({
  current: z.string().min(1).max(4096),
  password: z.string().min(1).max(4096),
})
