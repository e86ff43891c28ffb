import { z } from 'zod'
import type { Language } from '../clinic/clinicSchemas'
import { type FileInfo, fileIdsSchema } from '../files/fileSchemas'
import type { FieldValue } from '../participants/participantSchemas'
import {
  type ChangeVerdict,
  CORRECTION_FIELDS,
  CORRECTION_TEXT_LENGTH,
  type CorrectionField,
  type CorrectionState,
  type DenialGround,
  type LawProfile,
  LETTER_KINDS,
  type LetterKind,
  MOST_CHANGES,
  MOST_PERSONS,
  PERSON_CONTACT_LENGTH,
  PERSON_NAME_LENGTH,
} from './correctionLimits'

const text = z
  .string()
  .max(CORRECTION_TEXT_LENGTH * 4)
  .transform((typed) => typed.normalize('NFC').trim())
  .refine((typed) => [...typed].length <= CORRECTION_TEXT_LENGTH, `at most ${CORRECTION_TEXT_LENGTH} characters`)
  .refine((typed) => !/[^\P{Cc}\n\t]/u.test(typed), 'must be plain text')

/** Plain text of several lines; may be empty. */
export const optionalTextSchema = text
export const requiredTextSchema = text.refine((typed) => typed.length > 0, 'must not be empty')

/** One field of the record: what stood there when the participant asked, and what they want there (product.md, item 7). */
export interface ProposedChange {
  readonly path: string
  readonly old: FieldValue
  readonly proposed: FieldValue
}
/** Null until somebody has decided. */
export interface CorrectionChange extends ProposedChange {
  readonly verdict: ChangeVerdict | null
}

/** A message of the clinic that the request is about; `quote` is what it said, cut to 500 characters. */
export interface CorrectionAbout {
  readonly kind: 'message'
  readonly id: string
  readonly quote: string
}

/** Whom the participant wants to be told of a correction (45 CFR 164.526(c)(3)). */
export interface CorrectionPerson {
  readonly id: string
  readonly name: string
  readonly contact: string
  readonly toldAt: string | null
  readonly toldByName: string | null
}

/** Of a letter that was given out: its words' version, its language, and SHA-256 (hex) of its canonical text. */
export interface LetterMark {
  readonly version: number
  readonly language: Language
  readonly hash: string
  /** What the letter says that the request itself does not hold: as it was on that day. */
  readonly facts: LetterCircumstances
}

/** Days are YYYY-MM-DD where the clinic is. */
export interface LetterCircumstances {
  readonly clinic: { readonly name: string; readonly address: string; readonly phone: string; readonly email: string }
  /** Where to complain, in the clinic's words for this language; empty: the law's own words. */
  readonly complaints: string
  readonly receivedOn: string
  readonly writtenOn: string
}

/** As replicas hold it. `dueOn` is a calendar day (YYYY-MM-DD) where the clinic is; a decision on that day is in time. */
export interface CorrectionDoc {
  readonly id: string
  readonly rev: number
  readonly participantId: string
  readonly authorName: string
  readonly state: CorrectionState
  /** Empty: something else is wrong, as described. */
  readonly changes: readonly CorrectionChange[]
  readonly about: CorrectionAbout | null
  readonly description: string
  readonly files: readonly FileInfo[]
  readonly persons: readonly CorrectionPerson[]
  /** The law that it was received under. */
  readonly profile: LawProfile
  /** Of the participant, for the letter. */
  readonly language: Language
  readonly receivedAt: string
  readonly dueOn: string
  readonly acknowledgedAt: string | null
  readonly acknowledgedByName: string | null
  readonly reviewedAt: string | null
  /** Ids of colleagues are missing in copies from before there were these; null where nobody knows any more. */
  readonly reviewedById?: string | null
  readonly reviewedByName: string | null
  readonly extendedAt: string | null
  readonly extendedByName: string | null
  readonly extensionReason: string | null
  readonly extensionLetter: LetterMark | null
  readonly decidedAt: string | null
  readonly decidedById?: string | null
  readonly decidedByName: string | null
  readonly ground: DenialGround | null
  readonly answer: string | null
  readonly letter: LetterMark | null
  readonly withdrawnAt: string | null
  readonly disagreement: string | null
  readonly disagreedAt: string | null
  readonly rebuttal: string | null
  readonly rebuttedAt: string | null
  readonly rebuttedByName: string | null
  readonly closedAt: string | null
  readonly closedByName: string | null
}

export interface PortalChange {
  readonly field: CorrectionField | null
  readonly seen: string | null
  readonly proposed: string | null
  readonly verdict: ChangeVerdict | null
}

/** As the participant sees it: values as words, no ids of the record and no names of staff (G2). */
export interface PortalCorrection {
  readonly id: string
  readonly state: CorrectionState
  readonly changes: readonly PortalChange[]
  /** The message that it is about, as it was then. */
  readonly quote: string | null
  readonly description: string
  readonly files: readonly FileInfo[]
  readonly persons: readonly { readonly name: string; readonly contact: string; readonly toldAt: string | null }[]
  readonly receivedAt: string
  readonly dueOn: string
  /** Open, and the due day is over where the clinic is, by the server's clock: the reader's zone and clock know neither. */
  readonly overdue: boolean
  readonly acknowledgedAt: string | null
  readonly reviewedAt: string | null
  readonly extendedAt: string | null
  readonly extensionReason: string | null
  readonly decidedAt: string | null
  readonly ground: DenialGround | null
  readonly answer: string | null
  readonly withdrawnAt: string | null
  readonly disagreement: string | null
  readonly disagreedAt: string | null
  readonly rebuttal: string | null
  readonly rebuttedAt: string | null
  readonly closedAt: string | null
  /** Which letters can be read. */
  readonly letters: readonly LetterKind[]
}

const value = z.string().max(2_000).nullable()
const oneLine = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((typed) => typed.normalize('NFC').trim())
    .refine((typed) => [...typed].length <= max, `at most ${max} characters`)
    .refine((typed) => !/\p{Cc}/u.test(typed), 'must be one line of plain text')
const named = oneLine(PERSON_NAME_LENGTH).refine((typed) => typed.length > 0, 'must not be empty')

/**
 * What the browser sends. `seen` is the value on the page, null where there was none: contacts have no other name there. `proposed` null
 * empties the field or removes the contact. `messageId`: a message of the clinic that it is about.
 */
export const submitCorrectionSchema = z
  .strictObject({
    id: z.uuid(),
    changes: z
      .array(z.strictObject({ field: z.enum(CORRECTION_FIELDS), seen: value, proposed: value }))
      .max(MOST_CHANGES),
    description: optionalTextSchema,
    messageId: z.uuid().nullable(),
    persons: z.array(z.strictObject({ name: named, contact: oneLine(PERSON_CONTACT_LENGTH) })).max(MOST_PERSONS),
    fileIds: fileIdsSchema,
  })
  .refine(({ changes, description }) => changes.length > 0 || description !== '', {
    path: ['description'],
    message: 'must not be empty',
  })
export type SubmitCorrection = z.infer<typeof submitCorrectionSchema>

export const letterSchema = z.strictObject({ id: z.uuid(), kind: z.enum(LETTER_KINDS) })
export const withdrawCorrectionSchema = z.strictObject({ id: z.uuid() })
export const disagreeSchema = z.strictObject({ id: z.uuid(), statement: requiredTextSchema })
