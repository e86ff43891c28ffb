import { z } from 'zod'
import { clinicSettingsSchema, LANGUAGES, type Language, languageSchema } from '../clinic/clinicSchemas'
import { CONSENT_DOCUMENTS, type ConsentDocumentId } from '../consent/consentSchemas'

const line = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((text) => text.normalize('NFC').trim())
    .refine((text) => [...text].length <= max, `at most ${max} characters`)
    .refine((text) => !/\p{Cc}/u.test(text), 'must be one line of plain text')
const lines = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((text) => text.normalize('NFC').trim())
    .refine((text) => [...text].length <= max, `at most ${max} characters`)
    .refine((text) => !/[^\P{Cc}\n]/u.test(text), 'must be plain text')

/** The clinic's own facts beside its settings. */
export const clinicFactsSchema = z.strictObject({
  name: line(120).refine((text) => text.length > 0, 'must not be empty'),
  phone: line(40),
  email: line(254).pipe(z.union([z.literal(''), z.email('must look like name@example.org')])),
  address: lines(300),
  timeZone: z.string().max(64),
  senderName: line(80),
  /** Empty: the address that the server was started with (MAIL_FROM). */
  mailSender: line(254).pipe(z.union([z.literal(''), z.email('must look like name@example.org')])),
})
export type ClinicFacts = z.infer<typeof clinicFactsSchema>

/** One save: whole settings and facts, made from revision `expectedRev` of the clinic; another revision meanwhile is `SETTINGS_CHANGED`. */
export const saveSettingsSchema = z.strictObject({
  expectedRev: z.int(),
  settings: clinicSettingsSchema,
  facts: clinicFactsSchema,
})
export const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const
export const MOST_LOGO_BYTES = 200 * 1024
/** `null` takes the logo away. */
export const saveLogoSchema = z.strictObject({
  expectedRev: z.int(),
  logo: z.strictObject({ mediaType: z.enum(LOGO_TYPES), base64: z.string().max(280_000) }).nullable(),
})
export const testMessageSchema = z.strictObject({ to: z.string().trim().min(3).max(254) })
/** `reason` is short and holds no address. */
export type TestMessageAnswer = { readonly ok: true } | { readonly ok: false; readonly reason: string }
/** Which ways of sending this server was started with. `outbox`: messages are also written as files (tests and demo). */
export interface SendingWays {
  readonly smtp: boolean
  readonly sms: boolean
  readonly outbox: boolean
}

const textIn = z.strictObject({ title: line(200), body: lines(20_000) })
export const publishConsentSchema = z.strictObject({
  documentId: z.enum(CONSENT_DOCUMENTS),
  /** The version that the editor started from: somebody else's newer one is `SETTINGS_CHANGED`. */
  basedOn: z.int().min(0),
  texts: z.record(languageSchema, textIn),
})
export interface ConsentVersion {
  readonly documentId: ConsentDocumentId
  readonly version: number
  readonly publishedAt: string | null
  readonly publishedByName: string | null
  readonly agreed: number
  readonly texts: Readonly<Record<Language, { readonly title: string; readonly body: string }>>
}
export const ALL_LANGUAGES = LANGUAGES
