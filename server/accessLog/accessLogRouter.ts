import { z } from 'zod'
import { ROLES } from '../../shared/access/roles'
import { ACCESS_KINDS, type AccessPage } from '../../shared/accessLog/accessLogSchemas'
import type { PortalProcedures, PortalTrpc } from '../portal/portalProcedures'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { ownAccessLog } from './accessLogService'

export const accessPage: z.ZodType<AccessPage> = z.strictObject({
  events: z.array(
    z.strictObject({
      at: z.iso.datetime(),
      who: z.enum(['staff', 'you', 'clinic']),
      name: z.string().nullable(),
      role: z.enum(ROLES).nullable(),
      place: z.string().nullable(),
      what: z.enum(ACCESS_KINDS),
    }),
  ),
  next: z.int().nullable(),
})

/** `portal.accessLog.*`: who opened my record and when. */
export function createAccessLogRouter({ router }: PortalTrpc, { read }: PortalProcedures, deps: WaysInDeps) {
  return router({
    list: read
      .input(z.strictObject({ before: z.int().min(1).nullable() }))
      .output(accessPage)
      .query(({ ctx, input }) => ownAccessLog(deps, ctx.caller, input.before, ctx)),
  })
}
