import { z } from 'zod'
import { ACTIONS } from '../../shared/access/roles'
import { languageSchema } from '../../shared/clinic/clinicSchemas'
import { OBSTACLES, openPreviewSchema, type Preview } from '../../shared/preview/previewSchemas'
import { accessPage } from '../accessLog/accessLogRouter'
import { portalCorrection } from '../corrections/correctionRouter'
import { portalMessage } from '../messages/messageRouter'
import * as answers from '../portal/portalAnswers'
import { staffProcedures, writeCallerOf } from '../staff/staffProcedures'
import type { StaffTrpc } from '../staff/staffTrpc'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { openPreview } from './previewService'

const { consentStep } = answers
/** Made of the portal's own answers: what the portal would not let out the preview does not either (G2). */
const preview: z.ZodType<Preview> = z.strictObject({
  at: z.iso.datetime(),
  obstacle: z.enum(OBSTACLES).nullable(),
  signInPaused: z.boolean(),
  clinic: answers.publicClinic,
  language: languageSchema,
  pages: z
    .strictObject({
      me: answers.personMe,
      receipts: answers.consentReceipts,
      consent: z.strictObject({ en: consentStep, fr: consentStep, es: consentStep }).nullable(),
      inside: z
        .strictObject({
          record: answers.ownRecord,
          messages: z.array(portalMessage).nullable(),
          corrections: z.array(portalCorrection),
          accessLog: accessPage,
        })
        .nullable(),
    })
    .nullable(),
})

/** `staff.preview.*`. A mutation, because each look is one row of the audit log. */
export function createPreviewRouter(trpc: StaffTrpc, deps: WaysInDeps) {
  const { staff } = staffProcedures(trpc)
  return trpc.router({
    open: staff
      .meta({ audience: 'staff', roles: ACTIONS['portal.preview'], rate: 'write', batchable: false })
      .input(openPreviewSchema)
      .output(preview)
      .mutation(({ ctx, input }) => openPreview(deps, writeCallerOf(ctx), input.participantId)),
  })
}
