/** Every event kind of the audit log (U1). Adding one here is the only way to write one. */
export const AUDIT_ACTIONS = [
  'clinic.created',
  'staff.created',
  'staff.sign_in',
  'staff.sign_out',
  'staff.mfa_enrolled',
  'device.requested',
  'device.approved',
  'device.revoked',
  'device.suspended',
  'device.resumed',
  'device.wipe_ordered',
  'device.wiped',
  'device.holding_viewed',
  'participant.created',
  'participant.edited',
  'participant.viewed',
  'participant.conflict',
  'conflict.resolved',
  'invite.created',
  'invite.resent',
  'invite.superseded',
  'invite.revoked',
  'invite.shared',
  'invite.emailed',
  'invite.email_failed',
  'invite.opened',
  'invite.code_wrong',
  'invite.locked',
  'invite.asked_again',
  'invite.accepted',
  'account.created',
  'consent.given',
  'portal.sign_in',
  'portal.sign_out',
  'portal.record_viewed',
  'portal.challenge',
  'portal.second_factor',
  'portal.link_requested',
  'portal.code_requested',
  'portal.reset_requested',
  'portal.locked',
  'portal.unlocked',
  'portal.session_ended',
  'portal.reauthenticated',
  'portal.access_log_viewed',
  'portal.previewed',
  'account.disabled',
  'account.enabled',
  'account.locked',
  'account.unlocked',
  'account.reset_sent',
  'account.reset_failed',
  'account.password_changed',
  'account.contact_verified',
  'account.contact_changed',
  'account.details_given',
  'mfa.verified',
  'mfa.removed',
  'mfa.reset',
  'mfa.exempted',
  'mfa.exemption_ended',
  'mfa.recovery_used',
  'mfa.recovery_made',
  'message.sent',
  'message.read',
  'correction.submitted',
  'correction.withdrawn',
  'correction.acknowledged',
  'correction.in_review',
  'correction.extended',
  'correction.accepted',
  'correction.partly_accepted',
  'correction.denied',
  'correction.disagreed',
  'file.uploaded',
  'file.downloaded',
  'file.removed',
  'correction.rebutted',
  'correction.closed',
  'correction.told',
  'settings.changed',
  'settings.logo_changed',
  'consent.published',
  'team.changed',
  'team.suspended',
  'team.reinstated',
  'team.caseload_changed',
  'team.mfa_reset',
  'team.password_reset',
  'staff.password_changed',
  'sign_in.diagnosed',
  'server.backed_up',
  'server.restored',
  'server.restore_acknowledged',
  'write.refused',
  'audit.viewed',
  'audit.verified',
  'audit.exported',
  'audit.archived',
  'audit.head_accepted',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

/** Ids, versions, counts, field names and reasons; never a value of the record, a secret or an address of a person (U2). */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** Who did it. `address` is the network address the request came from. */
export interface AuditActor {
  readonly kind: 'staff' | 'participant' | 'visitor' | 'system'
  readonly id: string | null
  readonly role: string | null
  readonly deviceId: string | null
  readonly address: string | null
}

/** What a service appends; `seq`, time and hashes are added inside the transaction. */
export interface AuditEntry {
  readonly actor: AuditActor
  readonly action: AuditAction
  readonly target: {
    readonly kind: 'clinic' | 'staff' | 'device' | 'participant' | 'invite' | 'account' | 'message' | 'correction'
    readonly id: string
  }
  readonly outcome: 'ok' | 'refused'
  readonly detail?: AuditDetail
}

/** One row of `audit_log` as hashed and verified. `at` is ISO 8601 UTC with milliseconds; hashes are lower-case hex SHA-256. */
export interface AuditRow extends AuditEntry {
  readonly seq: number
  readonly at: string
  readonly detail: AuditDetail
  readonly prevHash: string
  readonly hash: string
}

/** The signed head: after `count` rows of `epoch` the chain ends in `hash`. Ed25519 over its canonical JSON without `signature`. */
export interface SignedHead {
  readonly epoch: string
  readonly count: number
  readonly hash: string
  readonly at: string
  readonly signature: string
}

export const TAMPER_KINDS = ['altered', 'missing', 'inserted', 'reordered', 'truncated', 'rewritten'] as const
export type TamperKind = (typeof TAMPER_KINDS)[number]
