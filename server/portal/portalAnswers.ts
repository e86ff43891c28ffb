import { z } from 'zod'
import { ACCOUNT_HOLDERS } from '../../shared/accounts/accountSchemas'
import type {
  ConsentReceipt,
  InviteView,
  OwnRecord,
  PersonMe,
  PortalMe,
  PublicClinic,
} from '../../shared/accounts/portalSchemas'
import { clinicSettingsSchema, languageSchema, PORTAL_FUNCTIONS } from '../../shared/clinic/clinicSchemas'
import { CONSENT_DOCUMENTS, type ConsentStep } from '../../shared/consent/consentSchemas'

/**
 * Everything that leaves the portal API passes one of these: a field that a service adds by mistake is an error in the tests and never
 * reaches a browser (G2).
 */
export const done = z.strictObject({ done: z.literal(true) })
export const askedAgain = z.strictObject({ asked: z.literal(true) })

const inEachLanguage = z.strictObject({ en: z.string(), fr: z.string(), es: z.string() })
export const publicClinic: z.ZodType<PublicClinic> = z.strictObject({
  name: z.string(),
  portalEnabled: z.boolean(),
  methods: z.strictObject({ password: z.boolean(), emailLink: z.boolean(), smsCode: z.boolean() }),
  languages: z.array(languageSchema),
  branding: z.strictObject({
    accent: z.string(),
    welcomeTitle: inEachLanguage,
    welcomeMessage: inEachLanguage,
    contactInfo: inEachLanguage,
  }),
  logoUrl: z.string().nullable(),
  terms: clinicSettingsSchema.shape.terms.unwrap(),
  registration: clinicSettingsSchema.shape.registration.unwrap(),
  phone: z.string(),
  email: z.string(),
  address: z.string(),
  minPasswordLength: z.int(),
})

export const inviteView: z.ZodType<InviteView> = z.strictObject({
  step: z.enum(['verbal_code', 'register']),
  tries: z.int().nullable(),
  language: languageSchema,
  clinic: publicClinic,
})

const person = {
  displayName: z.string(),
  email: z.string(),
  language: languageSchema,
  consentDone: z.boolean(),
  mfaDone: z.boolean(),
  hasFactor: z.boolean(),
  emailVerified: z.boolean(),
  holder: z.enum(ACCOUNT_HOLDERS),
  functions: z.array(z.strictObject({ name: z.enum(PORTAL_FUNCTIONS), link: z.string().nullable() })),
  unreadMessages: z.int(),
  detailsWanted: z.boolean(),
}
export const personMe: z.ZodType<PersonMe> = z.strictObject(person)
export const portalMe: z.ZodType<PortalMe> = z.strictObject({
  ...person,
  sessionEndsAt: z.iso.datetime(),
  idleSeconds: z.int(),
  shared: z.boolean(),
  lockMinutes: z.int().nullable(),
})

const contact = z.strictObject({ value: z.string(), label: z.string(), isDefault: z.boolean() })

export const ownRecord: z.ZodType<OwnRecord> = z.strictObject({
  givenName: z.string(),
  familyName: z.string(),
  preferredName: z.string(),
  pronouns: z.string(),
  birthDate: z.string().nullable(),
  fileNumber: z.string(),
  address: z.string(),
  emails: z.array(contact),
  phones: z.array(contact),
  programName: z.string(),
  clinic: publicClinic,
})

export const consentStep: z.ZodType<ConsentStep> = z.strictObject({
  step: z.int(),
  total: z.int(),
  text: z
    .strictObject({
      documentId: z.enum(CONSENT_DOCUMENTS),
      version: z.int(),
      language: languageSchema,
      title: z.string(),
      body: z.string(),
      hash: z.string(),
    })
    .nullable(),
})

export const consentReceipts: z.ZodType<ConsentReceipt[]> = z.array(
  z.strictObject({
    id: z.string(),
    documentId: z.enum(CONSENT_DOCUMENTS),
    title: z.string(),
    body: z.string(),
    version: z.int(),
    language: languageSchema,
    textHash: z.string(),
    agreedAt: z.iso.datetime(),
    address: z.string().nullable(),
    isCurrent: z.boolean(),
  }),
)
