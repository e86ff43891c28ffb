import type { FactorStatus } from '../../../shared/accountSecurity/securitySchemas'
import type { AccountHolder } from '../../../shared/accounts/accountSchemas'
import type { Language } from '../../../shared/clinic/clinicSchemas'
import type { CorrectionState, DenialGround, LawProfile } from '../../../shared/corrections/correctionLimits'
import type {
  CorrectionAbout,
  CorrectionChange,
  CorrectionPerson,
  LetterMark,
} from '../../../shared/corrections/correctionSchemas'
import type { FileType } from '../../../shared/files/fileLimits'
import type { AttemptReason, SecretPurpose, SignInWay } from '../../../shared/waysIn/waysInSchemas'
import type { Json, Optional, OptionalJson, WithDefault } from './columnTypes'

/** What belongs to participants' accounts: sign-in, second factors, consents, messages, correction requests and their files. */
export interface AccountTables {
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
    kiosk: WithDefault<boolean>
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
  participant_contact: { kind: 'email' | 'phone'; key: string; participant_id: string }
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
  correction: {
    id: string
    rev: number
    participant_id: string
    author_name: string
    state: CorrectionState
    changes: Json<readonly CorrectionChange[]>
    about: OptionalJson<CorrectionAbout>
    description: string
    persons: Json<readonly CorrectionPerson[]>
    profile: LawProfile
    language: Language
    received_at: Date
    due_on: string
    acknowledged_at: Optional<Date>
    acknowledged_by_name: Optional<string>
    reviewed_at: Optional<Date>
    reviewed_by: Optional<string>
    reviewed_by_name: Optional<string>
    extended_at: Optional<Date>
    extended_by_name: Optional<string>
    extension_reason: Optional<string>
    extension_letter: OptionalJson<LetterMark>
    decided_at: Optional<Date>
    decided_by: Optional<string>
    decided_by_name: Optional<string>
    ground: Optional<DenialGround>
    answer: Optional<string>
    letter: OptionalJson<LetterMark>
    withdrawn_at: Optional<Date>
    disagreement: Optional<string>
    disagreed_at: Optional<Date>
    rebuttal: Optional<string>
    rebutted_at: Optional<Date>
    rebutted_by_name: Optional<string>
    closed_at: Optional<Date>
    closed_by_name: Optional<string>
  }
  /** An attachment; null `correction_id`: no request has taken it up yet. */
  file: {
    id: string
    participant_id: string
    correction_id: Optional<string>
    place: Optional<number>
    name: string
    type: FileType
    size: number
    created_at: Date
  }
  file_part: { file_id: string; part: number; sealed: Buffer }
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
}
