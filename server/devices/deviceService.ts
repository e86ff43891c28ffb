import type { Kysely } from 'kysely'
import type { AuditActor } from '../../shared/audit/auditSchemas'
import { devicePhrase } from '../../shared/devices/devicePhrase'
import { type DeviceDecision, decideDevice } from '../../shared/devices/deviceRules'
import { CodedError } from '../../shared/errors/errorCodes'
import type { DeviceInfo, DeviceState } from '../../shared/staff/staffSchemas'
import { appendAudit } from '../audit/auditStore'
import type { Tables } from '../platform/database/tables'
import { inTransaction, notify, type Tx, takeCommitLock } from '../platform/database/transaction'
import { DEVICE_CHANNEL, deviceEvent } from './deviceAudit'
import { listDevices, lockDevice } from './deviceStore'

export interface DeviceServiceOptions {
  readonly db: Kysely<Tables>
  /** Ends every session on a console, inside the transaction that removes it. */
  readonly endSessions: (tx: Tx, deviceId: string) => Promise<void>
}

export interface Decider {
  /** Null when the command line decides: the way back in when no approved console is left. */
  readonly staffId: string | null
  readonly actor: AuditActor
  readonly now: Date
}

export interface DeviceService {
  /** Every console of the clinic, newest request first. */
  list(ownDeviceId: string): Promise<DeviceInfo[]>
  /** Idempotent. `NOT_FOUND` for an unknown console and for a removed one, which never comes back under its key. */
  approve(deviceId: string, decider: Decider): Promise<void>
  /** Idempotent. Sessions end with the same commit; open streams are told through `DEVICE_CHANNEL` (D3, W4). */
  revoke(deviceId: string, decider: Decider): Promise<void>
}

export function createDeviceService(options: DeviceServiceOptions): DeviceService {
  const decide = (deviceId: string, decision: DeviceDecision, decider: Decider) =>
    inTransaction(options.db, (tx) => decideIn(tx, options, deviceId, decision, decider))
  return {
    list: (ownDeviceId) => list(options.db, ownDeviceId),
    approve: (deviceId, decider) => decide(deviceId, 'approve', decider),
    revoke: (deviceId, decider) => decide(deviceId, 'revoke', decider),
  }
}

async function decideIn(
  tx: Tx,
  { endSessions }: DeviceServiceOptions,
  deviceId: string,
  decision: DeviceDecision,
  decider: Decider,
): Promise<void> {
  const device = await lockDevice(tx, deviceId)
  const outcome = device === undefined ? 'refused' : decideDevice(device.state, decision)
  if (outcome === 'refused') throw new CodedError('NOT_FOUND')
  if (outcome === 'done') return
  if (outcome.next === 'revoked') await endSessions(tx, deviceId)
  await writeDecision(tx, deviceId, outcome.next, decider)
  await takeCommitLock(tx)
  const action = outcome.next === 'revoked' ? 'device.revoked' : 'device.approved'
  await appendAudit(tx, [deviceEvent(decider.actor, action, deviceId)], decider.now)
  await notify(tx, DEVICE_CHANNEL, deviceId)
}

async function writeDecision(tx: Tx, deviceId: string, state: DeviceState, { staffId, now }: Decider): Promise<void> {
  await tx
    .updateTable('device')
    .set({ state, decided_by: staffId, decided_at: now })
    .where('id', '=', deviceId)
    .execute()
}

async function list(db: Kysely<Tables>, ownDeviceId: string): Promise<DeviceInfo[]> {
  const rows = await listDevices(db)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    state: row.state,
    phrase: devicePhrase(row.id),
    requestedByName: row.asker_name,
    requestedAt: row.requested_at.toISOString(),
    decidedByName: row.decider_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    lastContactAt: row.last_contact_at?.toISOString() ?? null,
    appVersion: row.app_version,
    isThisDevice: row.id === ownDeviceId,
  }))
}
