import { codedErrorOf } from '../platform/trpc/trpcErrors'
import type { WriteCaller } from '../sync/writeCaller'
import { requireDevice, requireRole, requireStaff, type StaffCaller, type StaffContext, wiping } from './staffContext'
import type { StaffTrpc } from './staffTrpc'

/**
 * The procedures every staff router is made of. `device`: any console that proves its key, before sign-in. `waiting`: signed in, also on
 * a console that is not approved yet or with a first password. `staff`: signed in on an active console, with a password of one's own. The last two enforce `meta.roles` (D1, D2, D3).
 */
export function staffProcedures({ procedure }: StaffTrpc) {
  const device = procedure.use(async ({ ctx, next }) => {
    const result = await next({ ctx: { device: requireDevice(ctx) } })
    if (!result.ok) wiping(ctx, codedErrorOf(result.error))
    return result
  })
  const waiting = procedure.use(({ ctx, meta, next }) => {
    const staff = requireStaff(ctx, { settlingIn: true })
    requireRole(staff, meta?.roles)
    return next({ ctx: { staff } })
  })
  const staff = procedure.use(({ ctx, meta, next }) => {
    const caller = requireStaff(ctx)
    requireRole(caller, meta?.roles)
    return next({ ctx: { staff: caller } })
  })
  return { device, waiting, staff }
}

/** The signed-in colleague as services take them, with the server's time of the request. */
export function writeCallerOf(ctx: StaffContext & { readonly staff: StaffCaller }): WriteCaller {
  const { staffId, displayName, role, deviceId } = ctx.staff
  return { staffId, displayName, role, deviceId, address: addressOf(ctx), now: ctx.now }
}

/** The address for the audit log; a socket that is already gone has none. */
export function addressOf({ address }: StaffContext): string | null {
  return address === '' ? null : address
}
