import { barOf } from '../../shared/devices/deviceRules'
import { CodedError } from '../../shared/errors/errorCodes'
import type { DeviceState } from '../../shared/staff/staffSchemas'

/** The console is to wipe itself; `order` is what it has to confirm. Null for a console that was removed before there were orders. */
export class DeviceRemoved extends CodedError {
  constructor(readonly order: string | null) {
    super('DEVICE_REVOKED')
  }
}

/** Why this console gets nothing at all, or null (D3). Undefined: a console never seen, which may sign in. */
export function refusalOfDevice(
  device: { readonly state: DeviceState; readonly wipe_order: string | null } | undefined,
): CodedError | null {
  const bar = device === undefined ? null : barOf(device.state)
  if (device === undefined || bar === null) return null
  return bar === 'suspended' ? new CodedError('DEVICE_SUSPENDED') : new DeviceRemoved(device.wipe_order)
}
