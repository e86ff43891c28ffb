import { z } from 'zod'
import { restoreNoteSchema } from '../backup/restoreSchemas'
import { DEFAULT_PROFILE, LAW_PROFILES, MOST_HOLIDAYS } from '../corrections/correctionLimits'

export const LANGUAGES = ['en', 'fr', 'es'] as const
export type Language = (typeof LANGUAGES)[number]
export const languageSchema = z.enum(LANGUAGES)

export const INVITE_HOURS = [24, 48, 168, 336] as const

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

/** One text for each language; an empty one falls back to English and then to the product's own words. */
const inEachLanguage = <T extends z.ZodType>(text: T) => z.strictObject({ en: text, fr: text, es: text })
const NO_TEXT = { en: '', fr: '', es: '' }

/** S3.17: what the clinic calls the people it serves, in singular and plural. */
const word = line(40).refine((text) => text.length > 0, 'must not be empty')
const termSchema = z.strictObject({ one: word, many: word })
export type Term = z.infer<typeof termSchema>
export const TERM_PRESETS = {
  participant: {
    en: { one: 'participant', many: 'participants' },
    fr: { one: 'participant', many: 'participants' },
    es: { one: 'participante', many: 'participantes' },
  },
  patient: {
    en: { one: 'patient', many: 'patients' },
    fr: { one: 'patient', many: 'patients' },
    es: { one: 'paciente', many: 'pacientes' },
  },
  client: {
    en: { one: 'client', many: 'clients' },
    fr: { one: 'client', many: 'clients' },
    es: { one: 'cliente', many: 'clientes' },
  },
} as const satisfies Record<string, Record<Language, Term>>

/** S4.10: the seven functions a portal can have. `details` and `messages` are built in; the others open the clinic's own system. */
export const PORTAL_FUNCTIONS = [
  'scheduling',
  'telehealth',
  'receipts',
  'forms',
  'details',
  'messages',
  'insurance',
] as const
export type PortalFunctionName = (typeof PORTAL_FUNCTIONS)[number]
export const BUILT_IN_FUNCTIONS: readonly PortalFunctionName[] = ['details', 'messages']
/** An https address that the participant's browser opens; the server never calls it (F4). */
const httpsLink = z
  .string()
  .trim()
  .max(500)
  .pipe(z.union([z.literal(''), z.url({ protocol: /^https$/, hostname: z.regexes.domain })]))
const functionSchema = z.strictObject({ on: z.boolean(), link: httpsLink })
const functionsSchema = z.strictObject({
  scheduling: functionSchema,
  telehealth: functionSchema,
  receipts: functionSchema,
  forms: functionSchema,
  details: functionSchema,
  messages: functionSchema,
  insurance: functionSchema,
})
const OFF = { on: false, link: '' }
const ON = { on: true, link: '' }

/** S2.64 to S2.67, S3.15; the logo is stored apart. `accent` is #rrggbb, or empty for the product's own. */
const brandingSchema = z.strictObject({
  displayName: line(80),
  accent: z.string().regex(/^(#[0-9a-f]{6})?$/, 'must look like #1a5fb4'),
  welcomeTitle: inEachLanguage(line(80)),
  welcomeMessage: inEachLanguage(lines(500)),
  contactInfo: inEachLanguage(lines(500)),
})
export type Branding = z.infer<typeof brandingSchema>

/** G3: the law that sets the terms of correction requests, the days that are no business days there, and where to complain about a decision. */
const correctionSettingsSchema = z.strictObject({
  profile: z.enum(LAW_PROFILES),
  holidays: z
    .array(z.iso.date())
    .max(MOST_HOLIDAYS)
    .transform((days) => [...new Set(days)].sort()),
  complaints: inEachLanguage(lines(500)),
})
export type CorrectionSettings = z.infer<typeof correctionSettingsSchema>
export const DEFAULT_CORRECTIONS: CorrectionSettings = { profile: DEFAULT_PROFILE, holidays: [], complaints: NO_TEXT }

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
  /** Of one attachment (F1). */
  uploadMegabytes: z.int().min(1).max(25).default(10),
  /** Years that rows of the audit log are kept at least (45 CFR 164.316 asks for six). Nothing is deleted when they are over. */
  auditRetentionYears: z.int().min(6).max(30).default(6),
  /** S3.18: the whole portal. */
  portalEnabled: z.boolean().default(true),
  /** The ways in that participants are offered; at least one (checked by `settingsRules.ts`). */
  methods: z
    .strictObject({ password: z.boolean(), emailLink: z.boolean(), smsCode: z.boolean() })
    .default({ password: true, emailLink: true, smsCode: false }),
  emailLinkMinutes: z.int().min(5).max(30).default(15),
  /** Of a reset link sent by staff (P5). One that the participant asks for lives 60 minutes. */
  resetHours: z.int().min(1).max(48).default(24),
  /** Days without a sign-in after which an account is disabled; 0 = never. */
  inactiveDays: z.union([z.literal(0), z.int().min(30).max(365)]).default(90),
  languages: z.array(languageSchema).min(1).max(3).default(['en', 'fr', 'es']),
  /** ISO 3166 code of the country whose numbers are written without a prefix. */
  phoneCountry: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country code such as US')
    .default('US'),
  functions: functionsSchema.default({
    scheduling: OFF,
    telehealth: OFF,
    receipts: OFF,
    forms: OFF,
    details: ON,
    messages: ON,
    insurance: OFF,
  }),
  /** S4.12: what registration asks for beside email, name and password. `details`: fill in what the clinic does not have yet (S4.13). */
  registration: z
    .strictObject({ askHolder: z.boolean(), details: z.enum(['off', 'optional']), offerMfa: z.boolean() })
    .default({ askHolder: true, details: 'optional', offerMfa: true }),
  branding: brandingSchema.default({
    displayName: '',
    accent: '',
    welcomeTitle: NO_TEXT,
    welcomeMessage: NO_TEXT,
    contactInfo: NO_TEXT,
  }),
  terms: inEachLanguage(termSchema).default(TERM_PRESETS.participant),
  corrections: correctionSettingsSchema.default(DEFAULT_CORRECTIONS),
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
  senderName: z.string(),
  /** Hash of the logo, served at `/api/branding/logo/<hash>`; null: none. */
  logoHash: z.string().nullable(),
  settings: clinicSettingsSchema,
  /** Null: never restored. Absent in replicas from before there were restores. */
  restored: restoreNoteSchema.nullable().optional(),
})
export type ClinicDoc = z.infer<typeof clinicDocSchema>

export const programDocSchema = z.strictObject({ id: z.string(), rev: z.int(), name: z.string() })
export type ProgramDoc = z.infer<typeof programDocSchema>
