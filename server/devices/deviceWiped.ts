import { wipedText } from '../../shared/devices/deviceProof'
import { decideWiped } from '../../shared/devices/deviceRules'
import type { Wiped } from '../../shared/devices/deviceSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { appendAudit } from '../audit/auditStore'
import { notify, type Tx, takeCommitLock } from '../platform/database/transaction'
import { DEVICE_CHANNEL, deviceEvent } from './deviceAudit'
import { isSignatureOf } from './deviceProof'
import { lockDevice } from './deviceStore'

export interface WipedFrom {
  /** The console that signed the request itself. */
  readonly deviceId: string
  readonly address: string | null
  readonly now: Date
}

/**
 * Takes the confirmation of a wipe once: signed by the key under which this console was registered, for the order that it was given. Anything
 * else, a repeat too, is `NOT_FOUND` and changes nothing; a console that hears it has nothing left to say.
 */
export async function confirmWiped(tx: Tx, { orderId, unsent, signature }: Wiped, from: WipedFrom): Promise<void> {
  const device = await lockDevice(tx, from.deviceId)
  if (device === undefined) throw new CodedError('NOT_FOUND')
  const signed = isSignatureOf(device.public_key, wipedText(device.id, orderId), signature)
  const facts = { state: device.state, order: device.wipe_order }
  if (!signed || decideWiped(facts, orderId) === 'refuse') throw new CodedError('NOT_FOUND')
  await tx
    .updateTable('device')
    .set({ state: 'wiped', wiped_at: from.now, wiped_unsent: unsent })
    .where('id', '=', device.id)
    .execute()
  await takeCommitLock(tx)
  const actor = { kind: 'system', id: null, role: null, deviceId: device.id, address: from.address } as const
  await appendAudit(tx, [deviceEvent(actor, 'device.wiped', device.id, { order: orderId, unsent })], from.now)
  await notify(tx, DEVICE_CHANNEL, device.id)
}
