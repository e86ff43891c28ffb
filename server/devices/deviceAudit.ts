import type { AuditAction, AuditActor, AuditEntry } from '../../shared/audit/auditSchemas'

/** NOTIFY channel of the device registry; the payload is the device id. Open streams of that device look again (W4). */
export const DEVICE_CHANNEL = 'device'

export function deviceEvent(
  actor: AuditActor,
  action: Extract<AuditAction, `device.${string}`>,
  deviceId: string,
  detail: AuditEntry['detail'] = {},
): AuditEntry {
  return { actor, action, target: { kind: 'device', id: deviceId }, outcome: 'ok', detail }
}
