import { ACTIONS } from '../../shared/access/roles'
import { syncReportSchema } from '../../shared/devices/deviceSchemas'
import {
  type PullAnswer,
  type PushAnswer,
  pullInputSchema,
  pushInputSchema,
  unknownInputSchema,
} from '../../shared/sync/syncSchemas'
import type { HoldingNotes } from '../devices/holdingNotes'
import type { StaffCaller, StaffContext } from '../staff/staffContext'
import { addressOf, staffProcedures } from '../staff/staffProcedures'
import type { StaffTrpc } from '../staff/staffTrpc'
import { type PullDeps, pull } from './pullService'
import { type PushDeps, push } from './pushService'
import { unknownParticipants } from './scopeStore'
import type { WriteCaller } from './writeCaller'

/** Paths whose body may be 5 MB (Q1). */
export const LARGE_BODIES = ['sync.push']

export interface SyncDeps {
  readonly pull: PullDeps
  readonly push: PushDeps
  readonly report: HoldingNotes['reported']
}

/** `sync.pull`, `sync.push`, `sync.unknown` and `sync.report` for approved consoles of staff who serve participants. */
export function createSyncRouter(trpc: StaffTrpc, deps: SyncDeps) {
  // Who asks is checked before a body of 5 MB is parsed. No rate class: consoles behind one address would starve each other.
  const meta = { audience: 'staff', roles: ACTIONS['sync.use'], rate: 'none', batchable: false } as const
  const procedure = staffProcedures(trpc).staff.meta(meta)
  return trpc.router({
    pull: procedure.input(pullInputSchema).query(async ({ ctx, input }): Promise<PullAnswer> => {
      return await pull(deps.pull, writeCaller(ctx), input, ctx.now)
    }),
    push: procedure.input(pushInputSchema).mutation(async ({ ctx, input }): Promise<PushAnswer> => {
      return await push(deps.push, writeCaller(ctx), input.items)
    }),
    unknown: procedure
      .input(unknownInputSchema)
      .query(async ({ input }) => await unknownParticipants(deps.pull.db, input.ids)),
    report: procedure.input(syncReportSchema).mutation(async ({ ctx, input }) => {
      await deps.report({ deviceId: ctx.staff.deviceId, staffId: ctx.staff.staffId }, input, ctx.now)
    }),
  })
}

function writeCaller(ctx: StaffContext & { readonly staff: StaffCaller }): WriteCaller {
  const { staffId, displayName, role, deviceId } = ctx.staff
  return { staffId, displayName, role, deviceId, address: addressOf(ctx), now: ctx.now }
}
