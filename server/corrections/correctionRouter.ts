import { z } from 'zod'
import { CORRECTION_FIELDS, CORRECTION_STATES, DENIAL_GROUNDS } from '../../shared/corrections/correctionLimits'
import {
  disagreeSchema,
  type PortalCorrection,
  submitCorrectionSchema,
  withdrawCorrectionSchema,
} from '../../shared/corrections/correctionSchemas'
import { fileInfoSchema } from '../../shared/files/fileSchemas'
import { nothing, type PortalProcedures, type PortalTrpc } from '../portal/portalProcedures'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { disagree, listCorrections, submitCorrection, withdrawCorrection } from './correctionService'

const text = z.string().nullable()
const time = z.iso.datetime().nullable()
const portalCorrection: z.ZodType<PortalCorrection> = z.strictObject({
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
  letters: z.array(z.enum(['decision', 'extension'])),
})

/** `portal.corrections.*` (S0.26). What staff decide are commands of `sync.push`. */
export function createCorrectionRouter({ router }: PortalTrpc, { read, write }: PortalProcedures, deps: WaysInDeps) {
  return router({
    list: read
      .input(nothing)
      .output(z.array(portalCorrection))
      .query(({ ctx }) => listCorrections(deps, ctx.caller)),
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
