import { z } from 'zod'
import { languageSchema } from '../clinic/clinicSchemas'

export const idSchema = z.uuid()

/** One line of text as people type it: trimmed, NFC, no control characters; length in Unicode code points. */
const line = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((text) => text.normalize('NFC').trim())
    .refine((text) => [...text].length <= max, `at most ${max} characters`)
    .refine((text) => !/\p{Cc}/u.test(text), 'must be one line of plain text')

const required = (max: number) => line(max).refine((text) => text.length > 0, 'must not be empty')

const emailValue = line(254).pipe(z.email('must look like name@example.org'))
const phoneValue = line(40).refine(
  (text) =>
    /^\+?[0-9 ().\-/]*$/.test(text) && text.replace(/\D/g, '').length >= 5 && text.replace(/\D/g, '').length <= 15,
  'must be a phone number with 5 to 15 digits',
)

const contact = <T extends z.ZodType<string>>(value: T) => z.strictObject({ value, label: line(40) })

/** Address lines are free text: the clinic writes what the postal service of its country needs. */
const lines = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((text) => text.normalize('NFC').trim())
    .refine((text) => [...text].length <= max, `at most ${max} characters`)
    .refine((text) => !/[^\P{Cc}\n]/u.test(text), 'must be plain text')

/** YYYY-MM-DD that exists in the calendar. Whether it lies in the future is checked by the rule, which knows the time. */
const birthDate = z.iso.date('must be a date such as 1984-03-09')

/**
 * The editable fields. Each key is one unit of merging: two people who change different keys both win.
 * `email:<id>` and `phone:<id>` hold one contact each (null = removed); `defaultEmail` and `defaultPhone` name the starred one,
 * so two stars cannot exist (S4.4, S4.5).
 */
export const fieldSchemas = {
  givenName: required(80),
  familyName: required(80),
  preferredName: line(80),
  pronouns: line(40),
  birthDate: birthDate.nullable(),
  fileNumber: required(32),
  language: languageSchema,
  address: lines(300),
  programId: idSchema,
  defaultEmail: idSchema.nullable(),
  defaultPhone: idSchema.nullable(),
} as const

export type FieldName = keyof typeof fieldSchemas
export const emailContactSchema = contact(emailValue)
export const phoneContactSchema = contact(phoneValue)
export interface Contact {
  readonly value: string
  readonly label: string
}

/** `FieldName`, or `email:<uuid>`, or `phone:<uuid>`. */
export const fieldPathSchema = z
  .string()
  .max(48)
  .refine((path) => isFieldPath(path), 'is not a field of the record')

const CONTACT_PATH = /^(email|phone):[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function isFieldPath(path: string): boolean {
  return Object.hasOwn(fieldSchemas, path) || CONTACT_PATH.test(path)
}

/** The schema that a field's value must satisfy, or null for an unknown path. */
export function schemaOf(path: string): z.ZodType | null {
  if (Object.hasOwn(fieldSchemas, path)) return fieldSchemas[path as FieldName]
  if (!CONTACT_PATH.test(path)) return null
  return path.startsWith('email:') ? emailContactSchema.nullable() : phoneContactSchema.nullable()
}

export type FieldValue = string | null | Contact

/** The record as the server has it and as replicas hold it. `emails` and `phones` are keyed by contact id. */
export interface Participant {
  readonly id: string
  readonly rev: number
  readonly givenName: string
  readonly familyName: string
  readonly preferredName: string
  readonly pronouns: string
  readonly birthDate: string | null
  readonly fileNumber: string
  readonly language: z.infer<typeof languageSchema>
  readonly address: string
  readonly programId: string
  readonly defaultEmail: string | null
  readonly defaultPhone: string | null
  readonly emails: Readonly<Record<string, Contact>>
  readonly phones: Readonly<Record<string, Contact>>
  readonly updatedAt: string
  readonly updatedBy: string
}

export type ParticipantFields = Omit<Participant, 'id' | 'rev' | 'updatedAt' | 'updatedBy'>

/** A whole new record, as the console pushes it. */
export const participantFieldsSchema = z.strictObject({
  ...fieldSchemas,
  emails: z.record(idSchema, emailContactSchema).refine((all) => Object.keys(all).length <= 20, 'at most 20'),
  phones: z.record(idSchema, phoneContactSchema).refine((all) => Object.keys(all).length <= 20, 'at most 20'),
})
