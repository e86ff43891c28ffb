import type { AuditActor, AuditEntry } from '../../shared/audit/auditSchemas'
import type { StaffCaller } from './staffContext'

/** Where a request came from, for the audit log. */
export interface Origin {
  readonly deviceId: string
  readonly address: string | null
}

/** The target of a refused sign-in with an email nobody has: what was typed is written nowhere (U2). */
export const UNKNOWN_STAFF = 'unknown'

export function callerActor(caller: StaffCaller, address: string | null): AuditActor {
  return { kind: 'staff', id: caller.staffId, role: caller.role, deviceId: caller.deviceId, address }
}

export function staffActor(staff: { id: string; role: string }, { deviceId, address }: Origin): AuditActor {
  return { kind: 'staff', id: staff.id, role: staff.role, deviceId, address }
}

/** A refused sign-in. Nobody is signed in yet, so the actor is a visitor. */
export function signInRefused(staffId: string, reason: string, { deviceId, address }: Origin): AuditEntry {
  return {
    actor: { kind: 'visitor', id: null, role: null, deviceId, address },
    action: 'staff.sign_in',
    target: { kind: 'staff', id: staffId },
    outcome: 'refused',
    detail: { reason },
  }
}

export function staffEvent(
  actor: AuditActor,
  action: 'staff.sign_in' | 'staff.sign_out' | 'staff.mfa_enrolled' | 'staff.created' | 'staff.password_changed',
  staffId: string,
): AuditEntry {
  return { actor, action, target: { kind: 'staff', id: staffId }, outcome: 'ok' }
}
