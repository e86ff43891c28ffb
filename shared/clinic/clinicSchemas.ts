import { z } from 'zod'

export const LANGUAGES = ['en', 'fr', 'es'] as const
export type Language = (typeof LANGUAGES)[number]
export const languageSchema = z.enum(LANGUAGES)

export const INVITE_HOURS = [24, 48, 168, 336] as const

/** Clinic settings with the defaults of product.md. Hours, minutes and days are in their names. */
export const clinicSettingsSchema = z.strictObject({
  inviteHours: z.union(INVITE_HOURS.map((hours) => z.literal(hours))).default(168),
  verbalCodeRequired: z.boolean().default(false),
  verbalCodeTries: z.int().min(3).max(5).default(5),
  resendCooldownMinutes: z.int().min(1).max(60).default(5),
  mfaRequired: z.boolean().default(false),
  minPasswordLength: z.union([z.literal(15), z.literal(8)]).default(15),
  consoleLockMinutes: z.int().min(1).max(60).default(10),
  offlineLeaseDays: z.int().min(1).max(30).default(7),
})
export type ClinicSettings = z.infer<typeof clinicSettingsSchema>

/** The replicated clinic document (one row, id `clinic`). `portalUrl` is the server's PUBLIC_URL, without a trailing slash. */
export const clinicDocSchema = z.strictObject({
  id: z.literal('clinic'),
  rev: z.int(),
  name: z.string(),
  phone: z.string(),
  email: z.string(),
  address: z.string(),
  timeZone: z.string(),
  portalUrl: z.string(),
  mailSender: z.string(),
  settings: clinicSettingsSchema,
})
export type ClinicDoc = z.infer<typeof clinicDocSchema>

export const programDocSchema = z.strictObject({ id: z.string(), rev: z.int(), name: z.string() })
export type ProgramDoc = z.infer<typeof programDocSchema>
