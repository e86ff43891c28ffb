import { z } from 'zod'
import { type Language, languageSchema } from '../clinic/clinicSchemas'

/** The three consents, in the order in which they are asked. */
export const CONSENT_DOCUMENTS = ['privacy', 'data_use', 'rights'] as const
export type ConsentDocumentId = (typeof CONSENT_DOCUMENTS)[number]

/** One versioned text. `hash` is lower-case hex SHA-256 over the UTF-8 of `title + "\n" + body`. */
export interface ConsentText {
  readonly documentId: ConsentDocumentId
  readonly version: number
  readonly language: Language
  readonly title: string
  readonly body: string
  readonly hash: string
}

/** `null` text: nothing is open. `step` counts from 1. */
export interface ConsentStep {
  readonly step: number
  readonly total: number
  readonly text: ConsentText | null
}

export const consentAgreeSchema = z.strictObject({
  documentId: z.enum(CONSENT_DOCUMENTS),
  version: z.int().min(1),
  language: languageSchema,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
