import type { Role } from '../../shared/access/roles'
import type { AuditActor, AuditEntry } from '../../shared/audit/auditSchemas'
import { barOf } from '../../shared/devices/deviceRules'
import type { CodedError } from '../../shared/errors/errorCodes'
import { deviceStateAfterSignIn } from '../../shared/staff/signInRules'
import type { DeviceState } from '../../shared/staff/staffSchemas'
import { type Tx, takeCommitLock } from '../platform/database/transaction'
import { deviceEvent } from './deviceAudit'
import { refusalOfDevice } from './deviceBar'
import { anyActiveDevice, type DeviceRow, findDevice, lockDevice } from './deviceStore'

export interface SigningInDevice {
  readonly id: string
  readonly publicKey: Buffer
  readonly appVersion: string
  readonly name: string
  readonly staffId: string
  readonly role: Role
  readonly actor: AuditActor
  readonly now: Date
}

export interface Registered {
  readonly id: string
  readonly name: string
  readonly state: DeviceState
  readonly events: readonly AuditEntry[]
}

/**
 * Registers the console of a complete sign-in, or finds it again. Takes the commit lock: "is any console active?" is asked under it,
 * so of two first administrators at once exactly one console is approved without another. The caller has locked an existing row
 * with `lockDevice` before, and appends `events`.
 */
export async function registerDevice(tx: Tx, device: SigningInDevice): Promise<Registered> {
  await takeCommitLock(tx)
  const known = await findDevice(tx, device.id)
  const anyActive = await anyActiveDevice(tx)
  const state = deviceStateAfterSignIn({ state: known?.state ?? null, role: device.role, anyActive })
  if (barOf(state) !== null) return { id: device.id, name: known?.name ?? device.name, state, events: [] }
  const approved = state === 'active' && known?.state !== 'active'
  await writeDevice(tx, device, known, state, approved)
  return {
    id: device.id,
    name: known?.name ?? device.name,
    state,
    events: [
      ...(known === undefined ? [deviceEvent(device.actor, 'device.requested', device.id)] : []),
      ...(approved ? [deviceEvent(device.actor, 'device.approved', device.id, { first: true })] : []),
    ],
  }
}

async function writeDevice(
  tx: Tx,
  device: SigningInDevice,
  known: DeviceRow | undefined,
  state: DeviceState,
  approved: boolean,
): Promise<void> {
  const decided = approved ? { decided_by: device.staffId, decided_at: device.now } : {}
  const seen = { app_version: device.appVersion, last_contact_at: device.now, state, ...decided }
  if (known !== undefined) {
    await tx.updateTable('device').set(seen).where('id', '=', device.id).execute()
    return
  }
  await tx
    .insertInto('device')
    .values({
      id: device.id,
      public_key: device.publicKey,
      name: device.name,
      requested_by: device.staffId,
      requested_at: device.now,
      ...seen,
    })
    .execute()
}

/** To be called before the commit lock; see `registerDevice`. Why this console may not sign in any more, or null. */
export async function lockAndCheckBarred(tx: Tx, deviceId: string): Promise<CodedError | null> {
  return refusalOfDevice(await lockDevice(tx, deviceId))
}
