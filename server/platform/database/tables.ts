import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Role } from '../../../shared/access/roles'
import type { FactorStatus } from '../../../shared/accountSecurity/securitySchemas'
import type { AccountHolder } from '../../../shared/accounts/accountSchemas'
import type { AuditDetail } from '../../../shared/audit/auditSchemas'
import type { ClinicSettings } from '../../../shared/clinic/clinicSchemas'
import type { FieldValue, ParticipantFields } from '../../../shared/participants/participantSchemas'
import type { DeviceState } from '../../../shared/staff/staffSchemas'
import type { PushResult } from '../../../shared/sync/syncSchemas'
import type { AttemptReason, SecretPurpose, SignInWay } from '../../../shared/waysIn/waysInSchemas'

/** Rows as PostgreSQL has them (migrations/). int8 arrives as number, timestamptz as Date, jsonb parsed. */
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>
type WithDefault<T> = ColumnType<T, T | undefined, T>

/** Who wrote a field last and when: what a conflict shows beside the losing value. */
export type FieldMeta = Readonly<Record<string, { readonly by: string; readonly at: string }>>
/** jsonb that may hold a bare string or null: always written as JSON text. */
type JsonValue<T> = ColumnType<T, string | null, string | null>

export interface Tables {
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
  scope: { staff_id: string; participant_id: string; rev: number; active: boolean }
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
  }
  invite_session: { hash: Buffer; invite_id: string; verified_at: Optional<Date>; created_at: Date; expires_at: Date }
  account: {
    participant_id: string
    rev: number
    email: string
    email_norm: string
    display_name: string
    password_hash: string
    language: string
    created_at: Date
    last_sign_in_at: Optional<Date>
    holder: WithDefault<AccountHolder>
    email_verified_at: Optional<Date>
    phone: Optional<string>
    phone_norm: Optional<string>
    phone_verified_at: Optional<Date>
    disabled_at: Optional<Date>
    disabled_by_name: Optional<string>
    enabled_at: Optional<Date>
    locked_until: Optional<Date>
    password_changed_at: Optional<Date>
    mfa_required: WithDefault<boolean>
    mfa_reset_at: Optional<Date>
    mfa_exempt_at: Optional<Date>
    mfa_exempt_by_name: Optional<string>
    mfa_exempt_reason: Optional<string>
    reset_sent_at: Optional<Date>
    reset_expires_at: Optional<Date>
    reset_failed_at: Optional<Date>
    details_at: Optional<Date>
  }
  portal_session: {
    hash: Buffer
    participant_id: string
    created_at: Date
    last_seen_at: Date
    idle_expires_at: Date
    expires_at: Date
    id: WithDefault<string>
    way: WithDefault<SignInWay>
    shared: WithDefault<boolean>
    authenticated_at: Date
    last_active_at: Date
    lock_minutes: Optional<number>
    locked_at: Optional<Date>
    device_words: WithDefault<string>
    address: Optional<string>
  }
  totp_factor: {
    id: string
    participant_id: string
    name: string
    secret: Buffer
    status: FactorStatus
    last_step: WithDefault<number>
    created_at: Date
    verified_at: Optional<Date>
    last_used_at: Optional<Date>
  }
  recovery_code: { hash: Buffer; participant_id: string; created_at: Date; used_at: Optional<Date> }
  portal_challenge: {
    hash: Buffer
    participant_id: string
    way: SignInWay
    shared: boolean
    tries: WithDefault<number>
    recovery_used: WithDefault<boolean>
    created_at: Date
    expires_at: Date
    used_at: Optional<Date>
  }
  sign_in_request: {
    id: string
    hash: Buffer
    channel: 'email' | 'sms'
    contact_hash: Buffer
    contact_sealed: Buffer
    masked: string
    language: string
    shared: boolean
    created_at: Date
    sent_at: Date
    expires_at: Date
    completed_at: Optional<Date>
    purpose: WithDefault<'sign_in' | 'reset'>
    address: Optional<string>
    device_words: WithDefault<string>
    dispatched_at: Optional<Date>
  }
  participant_contact: { kind: 'email' | 'phone'; key: string; participant_id: string }
  send_budget: { id: Generated<number>; key: string; item: Buffer; at: Date }
  one_time_secret: {
    id: string
    hash: Buffer
    purpose: SecretPurpose
    participant_id: string
    request_id: Optional<string>
    contact_sealed: Optional<Buffer>
    sent_by: WithDefault<'participant' | 'staff'>
    tries: WithDefault<number>
    created_at: Date
    expires_at: Date
    used_at: Optional<Date>
    ended_at: Optional<Date>
  }
  sign_in_attempt: {
    id: string
    at: Date
    way: SignInWay
    reason: AttemptReason
    participant_id: Optional<string>
    contact_hash: Optional<Buffer>
    address: Optional<string>
    device_words: WithDefault<string>
  }
  message: {
    id: string
    rev: number
    participant_id: string
    author: 'staff' | 'participant'
    author_id: string
    author_name: string
    body: string
    sent_at: Date
    read_at: Optional<Date>
    read_by_name: Optional<string>
  }
  consent_text: {
    document_id: string
    version: number
    language: string
    title: string
    body: string
    hash: string
    published_at: Optional<Date>
    published_by_name: Optional<string>
  }
  consent: {
    id: WithDefault<string>
    address: Optional<string>
    participant_id: string
    document_id: string
    version: number
    language: string
    text_hash: string
    agreed_at: Date
  }
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
  }
  sync_write: { write_id: string; staff_id: string; device_id: string; result: JSONColumnType<PushResult>; at: Date }
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
  }
  outbox_message: {
    id: string
    channel: string
    to_sealed: Optional<Buffer>
    body_sealed: Optional<Buffer>
    status: WithDefault<'queued' | 'sending' | 'sent' | 'failed'>
    attempts: WithDefault<number>
    next_at: Date
    created_at: Date
    handed_at: Optional<Date>
    sent_at: Optional<Date>
    last_error: Optional<string>
    dedupe_key: string
    ref_kind: Optional<string>
    ref_id: Optional<string>
  }
  rate_counter: { key: string; window_start: Date; count: number }
  attempt: { key: string; failures: number; window_start: Date; locked_until: Optional<Date> }
}
