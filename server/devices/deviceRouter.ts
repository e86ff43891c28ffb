import { z } from 'zod'
import { ACTIONS } from '../../shared/access/roles'
import { deviceDecisionSchema, deviceEndingSchema, wipedSchema } from '../../shared/devices/deviceSchemas'
import { callerActor } from '../staff/staffAudit'
import type { StaffCaller, StaffContext } from '../staff/staffContext'
import { addressOf, staffProcedures } from '../staff/staffProcedures'
import type { StaffTrpc } from '../staff/staffTrpc'
import type { Decider, DeviceService } from './deviceService'

const DECIDING = { audience: 'staff', roles: ACTIONS['device.decide'] } as const
const WRITING = { ...DECIDING, rate: 'write', batchable: false } as const

/** `staff.devices.*`: the registry of consoles, for administrators; and `wiped`, by which a console without a session confirms. */
export function createDeviceRouter(trpc: StaffTrpc, devices: DeviceService) {
  const { staff, device } = staffProcedures(trpc)
  return trpc.router({
    list: staff
      .meta({ ...DECIDING, rate: 'read', batchable: true })
      .input(z.void())
      .query(({ ctx }) => devices.list(ctx.staff.deviceId, ctx.now)),
    approve: staff
      .meta(WRITING)
      .input(deviceDecisionSchema)
      .mutation(({ ctx, input }) => devices.approve(input.deviceId, deciderOf(ctx))),
    suspend: staff
      .meta(WRITING)
      .input(deviceEndingSchema)
      .mutation(({ ctx, input }) => devices.suspend(input.deviceId, input.reason, deciderOf(ctx))),
    resume: staff
      .meta(WRITING)
      .input(deviceDecisionSchema)
      .mutation(({ ctx, input }) => devices.resume(input.deviceId, deciderOf(ctx))),
    wipe: staff
      .meta(WRITING)
      .input(deviceEndingSchema)
      .mutation(({ ctx, input }) => devices.wipe(input.deviceId, input.reason, deciderOf(ctx))),
    // Writes an audit row, so it is no query (W6).
    holding: staff
      .meta(WRITING)
      .input(deviceDecisionSchema)
      .mutation(({ ctx, input }) => devices.holding(input.deviceId, deciderOf(ctx))),
    wiped: device
      .meta({ audience: 'public', rate: 'auth', batchable: false })
      .input(wipedSchema)
      .mutation(({ ctx, input }) =>
        devices.wiped(input, { deviceId: ctx.device.id, address: addressOf(ctx), now: ctx.now }),
      ),
  })
}

function deciderOf(ctx: StaffContext & { readonly staff: StaffCaller }): Decider {
  return { staffId: ctx.staff.staffId, actor: callerActor(ctx.staff, addressOf(ctx)), now: ctx.now }
}
