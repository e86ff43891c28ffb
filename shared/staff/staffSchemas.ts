import { z } from 'zod'
import type { Role } from '../access/roles'

/** What every console knows of colleagues. */
export interface StaffDoc {
  readonly id: string
  readonly rev: number
  readonly displayName: string
  readonly role: Role
  /** Whole programs that an administrator gave them. Missing in copies from before there was this. */
  readonly programIds?: readonly string[]
}

export const staffSignInSchema = z.strictObject({
  email: z.string().trim().max(254),
  password: z.string().min(1).max(4096),
})

const challenge = z.string().min(20).max(64)
export const totpCodeSchema = z.string().regex(/^[0-9]{6}$/, 'must be 6 digits')
export const staffEnrolSchema = z.strictObject({ challenge })
export const staffVerifySchema = z.strictObject({
  challenge,
  code: totpCodeSchema,
  deviceName: z.string().trim().min(1).max(80),
})

/** After a right password: type a code, or first scan a QR code because no second factor is set up yet (D2). */
export interface StaffSignInAnswer {
  readonly challenge: string
  readonly next: 'totp' | 'enrol'
}
/** Shown once during enrolment; dies with the challenge or after 10 minutes (M7). */
export interface StaffEnrolAnswer {
  readonly secret: string
  readonly otpauthUrl: string
}
/** Who is signed in on this console. `device.phrase` is what the approving administrator compares. */
export interface StaffMe {
  readonly staff: { readonly id: string; readonly displayName: string; readonly email: string; readonly role: Role }
  readonly device: { readonly id: string; readonly name: string; readonly state: DeviceState; readonly phrase: string }
  readonly clinicName: string
  readonly sessionEndsAt: string
  /** They still use the password that somebody gave them: until they choose one, everything else is `FIRST_PASSWORD`. */
  readonly mustChangePassword: boolean
}

/** `revoked` is only in rows from before there were wipe orders. */
export const DEVICE_STATES = ['requested', 'active', 'suspended', 'wipe_ordered', 'wiped', 'revoked'] as const
export type DeviceState = (typeof DEVICE_STATES)[number]
