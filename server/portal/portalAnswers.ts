import { z } from 'zod'
import type { InviteView, OwnRecord, PortalMe, PublicClinic } from '../../shared/accounts/portalSchemas'
import { languageSchema } from '../../shared/clinic/clinicSchemas'
import { CONSENT_DOCUMENTS, type ConsentStep } from '../../shared/consent/consentSchemas'

/**
 * Everything that leaves the portal API passes one of these: a field that a service adds by mistake is an error in the tests and never
 * reaches a browser (G2).
 */
export const done = z.strictObject({ done: z.literal(true) })
export const askedAgain = z.strictObject({ asked: z.literal(true) })

export const publicClinic: z.ZodType<PublicClinic> = z.strictObject({
  name: z.string(),
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

export const portalMe: z.ZodType<PortalMe> = z.strictObject({
  displayName: z.string(),
  email: z.string(),
  language: languageSchema,
  consentDone: z.boolean(),
  sessionEndsAt: z.iso.datetime(),
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
