import { ACTIONS } from '../../shared/access/roles'
import { type PullAnswer, type PushAnswer, pullInputSchema, pushInputSchema } from '../../shared/sync/syncSchemas'
import { requireRole, requireStaff, type StaffContext } from '../staff/staffContext'
import { addressOf } from '../staff/staffProcedures'
import type { StaffTrpc } from '../staff/staffTrpc'
import { type PullDeps, pull } from './pullService'
import { type PushDeps, push } from './pushService'
import type { WriteCaller } from './writeCaller'

/** Paths whose body may be 5 MB (Q1). */
export const LARGE_BODIES = ['sync.push']

/** `sync.pull` and `sync.push` for approved consoles of staff who serve participants. */
export function createSyncRouter(trpc: StaffTrpc, deps: { readonly pull: PullDeps; readonly push: PushDeps }) {
  const procedure = trpc.procedure.meta({
    audience: 'staff',
    roles: ACTIONS['sync.use'],
    rate: 'none',
    batchable: false,
  })
  return trpc.router({
    pull: procedure.input(pullInputSchema).query(async ({ ctx, input }): Promise<PullAnswer> => {
      return await pull(deps.pull, writeCaller(ctx), input, ctx.now)
    }),
    push: procedure.input(pushInputSchema).mutation(async ({ ctx, input }): Promise<PushAnswer> => {
      return await push(deps.push, writeCaller(ctx), input.items)
    }),
  })
}

/** The caller of a staff procedure, checked: session, approved console, role. */
export function writeCaller(ctx: StaffContext, roles = ACTIONS['sync.use']): WriteCaller {
  const staff = requireStaff(ctx)
  requireRole(staff, roles)
  const { staffId, displayName, role, deviceId } = staff
  return { staffId, displayName, role, deviceId, address: addressOf(ctx), now: ctx.now }
}
