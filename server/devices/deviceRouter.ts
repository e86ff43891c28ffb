import { z } from 'zod'
import { ACTIONS } from '../../shared/access/roles'
import { deviceDecisionSchema } from '../../shared/staff/staffSchemas'
import { callerActor } from '../staff/staffAudit'
import type { StaffCaller, StaffContext } from '../staff/staffContext'
import { addressOf, staffProcedures } from '../staff/staffProcedures'
import type { StaffTrpc } from '../staff/staffTrpc'
import type { Decider, DeviceService } from './deviceService'

const DECIDING = { audience: 'staff', roles: ACTIONS['device.decide'] } as const

/** `staff.devices.*`: the registry of consoles, for administrators. */
export function createDeviceRouter(trpc: StaffTrpc, devices: DeviceService) {
  const { staff } = staffProcedures(trpc)
  return trpc.router({
    list: staff
      .meta({ ...DECIDING, rate: 'read', batchable: true })
      .input(z.void())
      .query(({ ctx }) => devices.list(ctx.staff.deviceId)),
    approve: staff
      .meta({ ...DECIDING, rate: 'write', batchable: false })
      .input(deviceDecisionSchema)
      .mutation(({ ctx, input }) => devices.approve(input.deviceId, deciderOf(ctx))),
    revoke: staff
      .meta({ ...DECIDING, rate: 'write', batchable: false })
      .input(deviceDecisionSchema)
      .mutation(({ ctx, input }) => devices.revoke(input.deviceId, deciderOf(ctx))),
  })
}

function deciderOf(ctx: StaffContext & { readonly staff: StaffCaller }): Decider {
  return { staffId: ctx.staff.staffId, actor: callerActor(ctx.staff, addressOf(ctx)), now: ctx.now }
}
