import type { Role } from '../../shared/access/roles'
import type { AuditActor } from '../../shared/audit/auditSchemas'

/** The staff member behind a write, with the server's time of the request (client clocks decide nothing, Y5). */
export interface WriteCaller {
  readonly staffId: string
  readonly displayName: string
  readonly role: Role
  readonly deviceId: string
  /** Network address; null when the server itself acts (demo) or the socket is gone. */
  readonly address: string | null
  readonly now: Date
}

export function staffActor(caller: Pick<WriteCaller, 'staffId' | 'role' | 'deviceId' | 'address'>): AuditActor {
  return { kind: 'staff', id: caller.staffId, role: caller.role, deviceId: caller.deviceId, address: caller.address }
}
