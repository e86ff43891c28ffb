import { z } from 'zod'
import { done } from '../portal/portalAnswers'
import { DONE, nothing, type PortalProcedures, type PortalTrpc } from '../portal/portalProcedures'
import { type FileDeps, largestFile, removeUpload } from './fileService'

/** `portal.files.*`: what goes with uploads and is no upload itself. */
export function createFileRouter({ router }: PortalTrpc, { read, write }: PortalProcedures, deps: FileDeps) {
  return router({
    limits: read
      .input(nothing)
      .output(z.strictObject({ largestBytes: z.int() }))
      .query(async () => ({ largestBytes: await largestFile(deps) })),
    remove: write
      .input(z.strictObject({ id: z.uuid() }))
      .output(done)
      .mutation(async ({ ctx, input }) => {
        await removeUpload(deps, ctx.caller, input.id, ctx)
        return DONE
      }),
  })
}
