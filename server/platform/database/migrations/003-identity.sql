-- Issue 3: every way in and every way back in (docs/decisions/0003).

-- The clinic's own look and sender. A logo is stored under the hash of its bytes, so its address can be cached for ever.
create table clinic_logo (
  hash text primary key,
  media_type text not null,
  bytes bytea not null,
  created_at timestamptz(3) not null
);
alter table clinic
  add column sender_name text not null default '',
  add column logo_hash text references clinic_logo;

alter table staff add column password_changed_at timestamptz(3);

alter table invite add column mfa_required boolean not null default false;

-- An email or phone of the participant's own choosing opens nothing until they have proved it; what staff hold in the record is vouched for.
alter table account
  add column holder text not null default 'self' check (holder in ('self', 'caregiver')),
  add column email_verified_at timestamptz(3),
  add column phone text,
  add column phone_norm text,
  add column phone_verified_at timestamptz(3),
  add column disabled_by_name text,
  add column locked_until timestamptz(3),
  add column password_changed_at timestamptz(3),
  add column mfa_required boolean not null default false,
  add column mfa_reset_at timestamptz(3),
  add column mfa_exempt_at timestamptz(3),
  add column mfa_exempt_by_name text,
  add column mfa_exempt_reason text,
  add column reset_sent_at timestamptz(3),
  add column reset_expires_at timestamptz(3),
  add column reset_failed_at timestamptz(3);
create index account_phone on account (phone_norm) where phone_norm is not null;

-- `id` is the name by which a participant ends one of their sessions; the hash never leaves the database.
alter table portal_session
  add column id uuid not null default gen_random_uuid() unique,
  add column way text not null default 'password',
  add column shared boolean not null default false,
  add column authenticated_at timestamptz(3),
  add column last_active_at timestamptz(3),
  add column lock_minutes int,
  add column locked_at timestamptz(3),
  add column device_words text not null default '',
  add column address text;
update portal_session set authenticated_at = created_at, last_active_at = last_seen_at;
alter table portal_session alter column authenticated_at set not null, alter column last_active_at set not null;

create table totp_factor (
  id uuid primary key,
  participant_id uuid not null references account,
  name text not null,
  secret bytea not null,
  status text not null check (status in ('unverified', 'verified')),
  last_step bigint not null default 0,
  created_at timestamptz(3) not null,
  verified_at timestamptz(3),
  last_used_at timestamptz(3)
);
create index totp_factor_account on totp_factor (participant_id);

create table recovery_code (
  hash bytea primary key,
  participant_id uuid not null references account,
  created_at timestamptz(3) not null,
  used_at timestamptz(3)
);
create index recovery_code_account on recovery_code (participant_id);

-- A first factor was right, the second is still to come (M4). `hash` is that of a cookie.
create table portal_challenge (
  hash bytea primary key,
  participant_id uuid not null references account,
  way text not null,
  shared boolean not null,
  tries int not null default 0,
  recovery_used boolean not null default false,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);
create index portal_challenge_account on portal_challenge (participant_id);

-- Somebody asked for a link or code in a browser, whether or not anybody has that address (P4). `hash` is that of a cookie.
create table sign_in_request (
  id uuid primary key,
  hash bytea not null unique,
  channel text not null check (channel in ('email', 'sms')),
  contact_hash bytea not null,
  contact_sealed bytea not null,
  masked text not null,
  language text not null,
  shared boolean not null,
  created_at timestamptz(3) not null,
  sent_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  completed_at timestamptz(3)
);

-- Links and typed codes, each one use (L1, P5). `hash`: SHA-256 of a link's token, or a keyed hash of a typed code and its row.
create table one_time_secret (
  id uuid primary key,
  hash bytea not null unique,
  purpose text not null check (purpose in ('email_link', 'sms_code', 'reset', 'verify_email', 'verify_phone')),
  participant_id uuid not null references account,
  request_id uuid references sign_in_request,
  contact_sealed bytea,
  sent_by text not null default 'participant' check (sent_by in ('participant', 'staff')),
  tries int not null default 0,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  ended_at timestamptz(3)
);
create index one_time_secret_account on one_time_secret (participant_id, purpose);
create index one_time_secret_request on one_time_secret (request_id);

-- Each try to sign in with its true reason: the participant's own history (S2.71) and the clinic's diagnostics. Contacts only as keyed hashes.
create table sign_in_attempt (
  id uuid primary key,
  at timestamptz(3) not null,
  way text not null,
  reason text not null,
  participant_id uuid references participant,
  contact_hash bytea,
  address text,
  device_words text not null default ''
);
create index sign_in_attempt_account on sign_in_attempt (participant_id, at desc);
create index sign_in_attempt_contact on sign_in_attempt (contact_hash, at desc);

alter table consent add column id uuid not null default gen_random_uuid() unique, add column address text;
alter table consent_text add column published_at timestamptz(3), add column published_by_name text;

create table message (
  id uuid primary key,
  rev bigint not null,
  participant_id uuid not null references participant,
  author text not null check (author in ('staff', 'participant')),
  author_id uuid not null,
  author_name text not null,
  body text not null,
  sent_at timestamptz(3) not null,
  read_at timestamptz(3),
  read_by_name text
);
create index message_rev on message (rev);
create index message_participant on message (participant_id, sent_at);

-- One person's events: the access log of the portal, the timeline of the console.
create index audit_log_target on audit_log (target_kind, target_id, seq);
