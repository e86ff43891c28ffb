import { z } from 'zod'
import { languageSchema } from '../../shared/clinic/clinicSchemas'
import {
  CORRECTION_FIELDS,
  CORRECTION_STATES,
  DENIAL_GROUNDS,
  LETTER_KINDS,
} from '../../shared/corrections/correctionLimits'
import {
  disagreeSchema,
  letterSchema,
  type PortalCorrection,
  submitCorrectionSchema,
  withdrawCorrectionSchema,
} from '../../shared/corrections/correctionSchemas'
import type { Letter } from '../../shared/corrections/letters/letterBlocks'
import { fileInfoSchema } from '../../shared/files/fileSchemas'
import { nothing, type PortalProcedures, type PortalTrpc } from '../portal/portalProcedures'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { readLetter } from './correctionLetters'
import { disagree, listCorrections, submitCorrection, withdrawCorrection } from './correctionService'

const text = z.string().nullable()
const time = z.iso.datetime().nullable()
export const portalCorrection: z.ZodType<PortalCorrection> = z.strictObject({
  id: z.string(),
  state: z.enum(CORRECTION_STATES),
  changes: z.array(
    z.strictObject({
      field: z.enum(CORRECTION_FIELDS).nullable(),
      seen: text,
      proposed: text,
      verdict: z.enum(['accepted', 'denied']).nullable(),
    }),
  ),
  quote: text,
  description: z.string(),
  files: z.array(fileInfoSchema),
  persons: z.array(z.strictObject({ name: z.string(), contact: z.string(), toldAt: time })),
  receivedAt: z.iso.datetime(),
  dueOn: z.iso.date(),
  overdue: z.boolean(),
  acknowledgedAt: time,
  reviewedAt: time,
  extendedAt: time,
  extensionReason: text,
  decidedAt: time,
  ground: z.enum(DENIAL_GROUNDS).nullable(),
  answer: text,
  withdrawnAt: time,
  disagreement: text,
  disagreedAt: time,
  rebuttal: text,
  rebuttedAt: time,
  closedAt: time,
  letters: z.array(z.enum(LETTER_KINDS)),
})

const lines = z.array(z.string())
const letter: z.ZodType<Letter> = z.strictObject({
  kind: z.enum(LETTER_KINDS),
  version: z.int(),
  language: languageSchema,
  title: z.string(),
  from: lines,
  to: z.string(),
  date: z.string(),
  blocks: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['heading', 'paragraph', 'quote']), text: z.string() }),
      z.strictObject({ kind: z.literal('list'), items: lines }),
      z.strictObject({ kind: z.literal('rows'), columns: lines, rows: z.array(lines) }),
    ]),
  ),
})

/** `portal.corrections.*` (S0.26). What staff decide are commands of `sync.push`. */
export function createCorrectionRouter({ router }: PortalTrpc, { read, write }: PortalProcedures, deps: WaysInDeps) {
  return router({
    list: read
      .input(nothing)
      .output(z.array(portalCorrection))
      .query(({ ctx }) => listCorrections(deps, ctx.caller, ctx)),
    // One at a time: it is written and hashed anew, and one that is not there is an error.
    letter: read
      .meta({ audience: 'portal', rate: 'read', batchable: false })
      .input(letterSchema)
      .output(letter)
      .query(({ ctx, input }) => readLetter(deps, ctx.caller, input)),
    submit: write
      .input(submitCorrectionSchema)
      .output(portalCorrection)
      .mutation(({ ctx, input }) => submitCorrection(deps, ctx.caller, input, ctx)),
    withdraw: write
      .input(withdrawCorrectionSchema)
      .output(portalCorrection)
      .mutation(({ ctx, input }) => withdrawCorrection(deps, ctx.caller, input.id, ctx)),
    disagree: write
      .input(disagreeSchema)
      .output(portalCorrection)
      .mutation(({ ctx, input }) => disagree(deps, ctx.caller, input, ctx)),
  })
}
