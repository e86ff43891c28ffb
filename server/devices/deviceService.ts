import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { AuditActor } from '../../shared/audit/auditSchemas'
import { type DeviceDecision, decideDevice } from '../../shared/devices/deviceRules'
import type { DeviceHolding, DeviceInfo, DeviceReason, Wiped } from '../../shared/devices/deviceSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { DeviceState } from '../../shared/staff/staffSchemas'
import { appendAudit } from '../audit/auditStore'
import type { Tables } from '../platform/database/tables'
import { inTransaction, notify, type Tx, takeCommitLock } from '../platform/database/transaction'
import { DEVICE_CHANNEL, deviceEvent } from './deviceAudit'
import { holdingOf } from './deviceHolding'
import { describeDevices } from './deviceList'
import { lockDevice } from './deviceStore'
import { confirmWiped, type WipedFrom } from './deviceWiped'

export interface DeviceServiceOptions {
  readonly db: Kysely<Tables>
  /** Ends every session on a console, inside the transaction that suspends or removes it. */
  readonly endSessions: (tx: Tx, deviceId: string) => Promise<void>
  readonly newId?: () => string
}

export interface Decider {
  /** Null when the command line decides: the way back in when no approved console is left. */
  readonly staffId: string | null
  readonly actor: AuditActor
  readonly now: Date
}

/**
 * The registry of consoles. Every decision is idempotent. `NOT_FOUND` for an unknown console and for one that is gone, which never comes back
 * under its key; `SETTINGS_CHANGED` when somebody else has decided meanwhile.
 */
export interface DeviceService {
  /** Every console of the clinic, newest request first. */
  list(ownDeviceId: string, now: Date): Promise<DeviceInfo[]>
  approve(deviceId: string, decider: Decider): Promise<void>
  /** Sessions end with the same commit; open streams are told through `DEVICE_CHANNEL` (D3, W4). */
  suspend(deviceId: string, reason: DeviceReason, decider: Decider): Promise<void>
  resume(deviceId: string, decider: Decider): Promise<void>
  /** From now on the console is refused, and told to delete what it holds; it counts as wiped only once it has confirmed. */
  wipe(deviceId: string, reason: DeviceReason, decider: Decider): Promise<void>
  /** See `confirmWiped`. */
  wiped(confirmed: Wiped, from: WipedFrom): Promise<void>
  /** Whose records a console held, by name; leaves an audit row. `NOT_FOUND` for an unknown console. */
  holding(deviceId: string, reader: Decider): Promise<DeviceHolding>
}

export function createDeviceService(options: DeviceServiceOptions): DeviceService {
  const { db } = options
  const decide = (deviceId: string, decision: DeviceDecision, reason: DeviceReason | null, decider: Decider) =>
    inTransaction(db, (tx) => decideIn(tx, options, { deviceId, decision, reason }, decider))
  return {
    list: (ownDeviceId, now) => describeDevices(db, ownDeviceId, now),
    approve: (deviceId, decider) => decide(deviceId, 'approve', null, decider),
    suspend: (deviceId, reason, decider) => decide(deviceId, 'suspend', reason, decider),
    resume: (deviceId, decider) => decide(deviceId, 'resume', null, decider),
    wipe: (deviceId, reason, decider) => decide(deviceId, 'wipe', reason, decider),
    wiped: (confirmed, from) => inTransaction(db, (tx) => confirmWiped(tx, confirmed, from)),
    holding: (deviceId, reader) => inTransaction(db, (tx) => viewHolding(tx, deviceId, reader)),
  }
}

interface Asked {
  readonly deviceId: string
  readonly decision: DeviceDecision
  readonly reason: DeviceReason | null
}

const EVENTS = {
  approve: 'device.approved',
  suspend: 'device.suspended',
  resume: 'device.resumed',
  wipe: 'device.wipe_ordered',
} as const satisfies Record<DeviceDecision, string>

async function decideIn(
  tx: Tx,
  { endSessions, newId = randomUUID }: DeviceServiceOptions,
  { deviceId, decision, reason }: Asked,
  decider: Decider,
): Promise<void> {
  const device = await lockDevice(tx, deviceId)
  const outcome = device === undefined ? 'removed' : decideDevice(device.state, decision)
  if (outcome === 'removed') throw new CodedError('NOT_FOUND')
  if (outcome === 'refused') throw new CodedError('SETTINGS_CHANGED')
  if (outcome === 'done') return
  if (outcome.next !== 'active') await endSessions(tx, deviceId)
  const order = decision === 'wipe' ? newId() : null
  await writeDecision(tx, { deviceId, decision, reason }, outcome.next, decider, order)
  await takeCommitLock(tx)
  const detail = { ...(reason === null ? {} : { reason }), ...(order === null ? {} : { order }) }
  await appendAudit(tx, [deviceEvent(decider.actor, EVENTS[decision], deviceId, detail)], decider.now)
  await notify(tx, DEVICE_CHANNEL, deviceId)
}

/** Approval keeps its own person and time; the columns of a change are for what came later. */
async function writeDecision(
  tx: Tx,
  { deviceId, decision, reason }: Asked,
  state: DeviceState,
  { staffId, now }: Decider,
  order: string | null,
): Promise<void> {
  const decided = { decided_by: staffId, decided_at: now }
  const changed = { changed_by: staffId, changed_at: now, reason, ...(order === null ? {} : { wipe_order: order }) }
  await tx
    .updateTable('device')
    .set({ state, ...(decision === 'approve' ? decided : changed) })
    .where('id', '=', deviceId)
    .execute()
}

async function viewHolding(tx: Tx, deviceId: string, { actor, now }: Decider): Promise<DeviceHolding> {
  const holding = await holdingOf(tx, deviceId, now)
  if (holding === null) throw new CodedError('NOT_FOUND')
  await takeCommitLock(tx)
  const detail = { participants: holding.participants.length }
  await appendAudit(tx, [deviceEvent(actor, 'device.holding_viewed', deviceId, detail)], now)
  return holding
}
