import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Role } from '../../../shared/access/roles'
import type { AuditDetail } from '../../../shared/audit/auditSchemas'
import type { RestoreNote } from '../../../shared/backup/restoreSchemas'
import type { ClinicSettings } from '../../../shared/clinic/clinicSchemas'
import type { DeviceReason } from '../../../shared/devices/deviceSchemas'
import type { InviteShare } from '../../../shared/invites/inviteSchemas'
import type { FieldValue, ParticipantFields } from '../../../shared/participants/participantSchemas'
import type { DeviceState } from '../../../shared/staff/staffSchemas'
import type { Choice } from '../../../shared/sync/conflictSchemas'
import type { PushResult } from '../../../shared/sync/syncSchemas'
import type { AccountTables } from './accountTables'
import type { JsonValue, Optional, WithDefault } from './columnTypes'

/** Rows as PostgreSQL has them (migrations/). int8 arrives as number, timestamptz as Date, jsonb parsed. */

/** Who wrote a field last and when: what a conflict shows beside the losing value. */
export type FieldMeta = Readonly<Record<string, { readonly by: string; readonly at: string }>>

export interface Tables extends AccountTables {
  clinic: {
    id: WithDefault<'clinic'>
    rev: number
    epoch: string
    name: string
    phone: string
    email: string
    address: string
    time_zone: string
    mail_sender: string
    sender_name: WithDefault<string>
    logo_hash: Optional<string>
    settings: JSONColumnType<ClinicSettings>
    restored: ColumnType<RestoreNote | null, string | undefined, string>
  }
  clinic_logo: { hash: string; media_type: string; bytes: Buffer; created_at: Date }
  program: { id: string; rev: number; name: string }
  staff: {
    id: string
    rev: number
    email: string
    display_name: string
    role: Role
    password_hash: string
    totp_secret: Optional<Buffer>
    totp_last_step: WithDefault<number>
    suspended_at: Optional<Date>
    password_changed_at: Optional<Date>
    reset_rev: WithDefault<number>
  }
  device: {
    id: string
    public_key: Buffer
    name: string
    app_version: string
    state: DeviceState
    requested_by: string
    requested_at: Date
    decided_by: Optional<string>
    decided_at: Optional<Date>
    last_contact_at: Optional<Date>
    changed_by: Optional<string>
    changed_at: Optional<Date>
    reason: Optional<DeviceReason>
    wipe_order: Optional<string>
    wiped_at: Optional<Date>
    wiped_unsent: Optional<number>
  }
  device_holder: {
    device_id: string
    staff_id: string
    role: Role
    rev: number
    synced_at: Date
    /** While a sync comes in pages: the copy from before it, which is still there. */
    former_role: Optional<Role>
    former_rev: Optional<number>
    unsent: Optional<number>
    oldest_unsent_at: Optional<Date>
    documents: Optional<number>
    bytes: Optional<number>
    reported_at: Optional<Date>
  }
  staff_challenge: {
    hash: Buffer
    staff_id: string
    device_id: string
    pending_secret: Optional<Buffer>
    tries: WithDefault<number>
    created_at: Date
    expires_at: Date
    used_at: Optional<Date>
  }
  staff_session: {
    hash: Buffer
    staff_id: string
    device_id: string
    created_at: Date
    last_seen_at: Date
    expires_at: Date
  }
  participant: {
    id: string
    rev: number
    program_id: string
    fields: JSONColumnType<ParticipantFields>
    field_meta: JSONColumnType<FieldMeta, string | undefined, string>
    created_at: Date
    updated_at: Date
    updated_by: Optional<string>
    updated_by_name: string
  }
  /** Written only with a caseload, by an administrator. */
  staff_program: { staff_id: string; program_id: string }
  scope: { staff_id: string; participant_id: string; rev: number; active: boolean }
  /** Written by a trigger on `scope`. */
  scope_history: { staff_id: string; participant_id: string; from_rev: number; to_rev: Optional<number> }
  invite: {
    id: string
    rev: number
    participant_id: string
    token_hash: Buffer
    short_hash: Buffer
    verbal_hash: Optional<string>
    verbal_tries: WithDefault<number>
    mfa_required: WithDefault<boolean>
    created_at: Date
    created_by: string
    created_by_name: string
    expires_at: Date
    opened_at: Optional<Date>
    accepted_at: Optional<Date>
    revoked_at: Optional<Date>
    revoked_by_name: Optional<string>
    superseded_at: Optional<Date>
    locked_at: Optional<Date>
    emailed_at: Optional<Date>
    email_failed_at: Optional<Date>
    asked_again_at: Optional<Date>
    shared: ColumnType<InviteShare | null, string | null | undefined, string | null>
  }
  invite_session: {
    hash: Buffer
    invite_id: string
    verified_at: Optional<Date>
    created_at: Date
    expires_at: Date
    kiosk: WithDefault<boolean>
  }
  send_budget: { id: Generated<number>; key: string; item: Buffer; at: Date }
  conflict: {
    id: string
    rev: number
    participant_id: string
    path: string
    base: JsonValue<FieldValue>
    lost_value: JsonValue<FieldValue>
    lost_by: string
    lost_by_name: string
    lost_at: Date
    kept_value: JsonValue<FieldValue>
    kept_by_name: string
    kept_at: Optional<Date>
    resolved_at: Optional<Date>
    resolved_by: Optional<string>
    resolved_by_name: Optional<string>
    choice: Optional<Choice>
    resolved_value: JsonValue<FieldValue>
  }
  sync_write: {
    write_id: string
    staff_id: string
    device_id: string
    role: Optional<string>
    result: JSONColumnType<PushResult>
    at: Date
    emptied_at: Optional<Date>
  }
  audit_log: {
    seq: number
    at: Date
    actor_kind: string
    actor_id: Optional<string>
    role: Optional<string>
    device_id: Optional<string>
    address: Optional<string>
    action: string
    target_kind: string
    target_id: string
    outcome: string
    detail: JSONColumnType<AuditDetail>
    prev_hash: string
    hash: string
    /** Whom it is about; filled by a trigger, not hashed. */
    participant_id: Optional<string>
  }
  /** See `headMark.ts`. */
  audit_head_stored: { id: WithDefault<'head'>; since: Date }
  audit_anchor: { id: WithDefault<'anchor'>; count: number; hash: string; at: string; signature: string }
  outbox_message: {
    id: string
    channel: string
    to_sealed: Optional<Buffer>
    body_sealed: Optional<Buffer>
    status: WithDefault<'queued' | 'sending' | 'sent' | 'failed' | 'void'>
    attempts: WithDefault<number>
    next_at: Date
    created_at: Date
    handed_at: Optional<Date>
    sent_at: Optional<Date>
    last_error: Optional<string>
    dedupe_key: string
    ref_kind: Optional<string>
    ref_id: Optional<string>
    opens: Optional<string>
    expires_at: Optional<Date>
  }
  rate_counter: { key: string; window_start: Date; count: number }
  attempt: {
    key: string
    failures: number
    window_start: Date
    locked_until: Optional<Date>
    times: WithDefault<Date[]>
  }
}
