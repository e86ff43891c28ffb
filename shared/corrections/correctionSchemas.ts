import { z } from 'zod'
import type { FieldValue } from '../participants/participantSchemas'
import {
  CORRECTION_FIELDS,
  CORRECTION_TEXT_LENGTH,
  type CorrectionField,
  type CorrectionState,
  type DenialGround,
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

/** As replicas hold it. `dueOn` is a calendar day (YYYY-MM-DD) where the clinic is; a decision on that day is in time. */
export interface CorrectionDoc {
  readonly id: string
  readonly rev: number
  readonly participantId: string
  readonly authorName: string
  readonly state: CorrectionState
  /** Null: something else is wrong, as described. */
  readonly change: ProposedChange | null
  readonly description: string
  readonly receivedAt: string
  readonly dueOn: string
  readonly acknowledgedAt: string | null
  readonly acknowledgedByName: string | null
  readonly extendedAt: string | null
  readonly extendedByName: string | null
  readonly extensionReason: string | null
  readonly decidedAt: string | null
  readonly decidedByName: string | null
  readonly ground: DenialGround | null
  readonly answer: string | null
  readonly withdrawnAt: string | null
  readonly disagreement: string | null
  readonly disagreedAt: string | null
}

/** As the participant sees it: values as words, no ids of the record and no names of staff (G2). */
export interface PortalCorrection {
  readonly id: string
  readonly state: CorrectionState
  readonly field: CorrectionField | null
  readonly seen: string | null
  readonly proposed: string | null
  readonly description: string
  readonly receivedAt: string
  readonly dueOn: string
  readonly acknowledgedAt: string | null
  readonly extensionReason: string | null
  readonly decidedAt: string | null
  readonly ground: DenialGround | null
  readonly answer: string | null
  readonly withdrawnAt: string | null
  readonly disagreement: string | null
  readonly disagreedAt: string | null
}

const value = z.string().max(2_000).nullable()

/**
 * What the browser sends. `seen` is the value on the page, null where there was none: contacts have no other name there. `proposed` null
 * empties the field or removes the contact.
 */
export const submitCorrectionSchema = z
  .strictObject({
    id: z.uuid(),
    change: z.strictObject({ field: z.enum(CORRECTION_FIELDS), seen: value, proposed: value }).nullable(),
    description: optionalTextSchema,
  })
  .refine(({ change, description }) => change !== null || description !== '', {
    path: ['description'],
    message: 'must not be empty',
  })
export type SubmitCorrection = z.infer<typeof submitCorrectionSchema>

export const withdrawCorrectionSchema = z.strictObject({ id: z.uuid() })
export const disagreeSchema = z.strictObject({ id: z.uuid(), statement: requiredTextSchema })
