import type { Role } from '../../shared/access/roles'
import { SUSPENDED_HEADER, WIPE_HEADER, WIPE_ORDER_HEADER } from '../../shared/devices/deviceProof'
import { barOf } from '../../shared/devices/deviceRules'
import { CodedError } from '../../shared/errors/errorCodes'
import type { DeviceState } from '../../shared/staff/staffSchemas'
import { DeviceRemoved } from '../devices/deviceBar'
import type { BaseContext } from '../platform/trpc/createTrpc'

/** Who asks, read anew from the database at each request (D3). Dates are server time. */
export interface StaffCaller {
  readonly staffId: string
  readonly displayName: string
  readonly email: string
  readonly role: Role
  readonly deviceId: string
  readonly deviceState: DeviceState
  readonly sessionEndsAt: Date
  /** Still uses the password that somebody gave them. */
  readonly mustChangePassword: boolean
  /** Days without contact until this console locks itself: the clinic's setting, told with every answer (D3). */
  readonly leaseDays: number
}

/** A console that proved its key for this request; says nothing about approval. */
export interface ProvenDevice {
  readonly id: string
  /** 32 bytes, raw Ed25519. */
  readonly publicKey: Buffer
  readonly appVersion: string
}

/** What every staff procedure gets. `refusal` is why `device` or `staff` is null, when there is more to say than "nobody". */
export interface StaffContext extends BaseContext {
  readonly device: ProvenDevice | null
  readonly staff: StaffCaller | null
  readonly sessionToken: string | null
  readonly refusal: CodedError | null
  readonly now: Date
  setHeader(name: string, value: string): void
}

/** The console that signed this request, or `DEVICE_PROOF_WRONG`. */
export function requireDevice(context: StaffContext): ProvenDevice {
  if (context.device === null) throw new CodedError('DEVICE_PROOF_WRONG')
  return context.device
}

/**
 * The signed-in caller, on an active console and with a password of their own. `settlingIn` lets also those pass who wait for approval or still use
 * their first password. A removed console is told to wipe itself (D3).
 */
export function requireStaff(context: StaffContext, { settlingIn = false } = {}): StaffCaller {
  if (context.staff === null) throw refusalOf(context)
  const bar = barOf(context.staff.deviceState)
  if (bar === 'removed') throw wiping(context, new DeviceRemoved(null))
  if (bar === 'suspended') throw wiping(context, new CodedError('DEVICE_SUSPENDED'))
  if (settlingIn) return context.staff
  if (context.staff.deviceState !== 'active') throw new CodedError('DEVICE_NOT_APPROVED')
  if (context.staff.mustChangePassword) throw new CodedError('FIRST_PASSWORD')
  return context.staff
}

/** Deny by default (D1): a procedure without declared roles is open to nobody. */
export function requireRole(caller: StaffCaller, roles: readonly Role[] | undefined): void {
  if (roles === undefined || !roles.includes(caller.role)) throw new CodedError('FORBIDDEN')
}

/** Not signed in any more, because the person was suspended: their console is told to wipe what it holds for them (D3). */
export class Suspended extends CodedError {
  constructor() {
    super('NOT_SIGNED_IN')
  }
}

/** Adds what the console has to do when `error` means that: wipe itself, or lock and keep. Returns the error to be thrown. */
export function wiping<E>(context: Pick<StaffContext, 'setHeader'>, error: E): E {
  if (error instanceof DeviceRemoved || error instanceof Suspended) context.setHeader(WIPE_HEADER, '1')
  if (error instanceof DeviceRemoved && error.order !== null) context.setHeader(WIPE_ORDER_HEADER, error.order)
  if (error instanceof CodedError && error.code === 'DEVICE_SUSPENDED') context.setHeader(SUSPENDED_HEADER, '1')
  return error
}

function refusalOf(context: StaffContext): CodedError {
  return wiping(context, context.refusal ?? new CodedError('NOT_SIGNED_IN'))
}
