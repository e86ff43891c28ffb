import type { Role } from '../../shared/access/roles'
import { WIPE_HEADER } from '../../shared/devices/deviceProof'
import { CodedError } from '../../shared/errors/errorCodes'
import type { DeviceState } from '../../shared/staff/staffSchemas'
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
  if (context.staff.deviceState === 'revoked') throw wiping(context, new CodedError('DEVICE_REVOKED'))
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

/** Adds the order to wipe when that is what `error` means; returns it to be thrown. */
export function wiping<E>(context: Pick<StaffContext, 'setHeader'>, error: E): E {
  const removed = error instanceof CodedError && error.code === 'DEVICE_REVOKED'
  if (removed || error instanceof Suspended) context.setHeader(WIPE_HEADER, '1')
  return error
}

function refusalOf(context: StaffContext): CodedError {
  return wiping(context, context.refusal ?? new CodedError('NOT_SIGNED_IN'))
}
