-- One sequence numbers every replicated row in commit order: writers hold the commit lock before they draw (design.md 3, Y3).
create sequence sync_rev as bigint;

create table clinic (
  id text primary key default 'clinic' check (id = 'clinic'),
  rev bigint not null,
  epoch uuid not null,
  name text not null,
  phone text not null,
  email text not null,
  address text not null,
  time_zone text not null,
  mail_sender text not null,
  settings jsonb not null
);

create table program (id uuid primary key, rev bigint not null, name text not null);

create table staff (
  id uuid primary key,
  rev bigint not null,
  email text not null unique check (email = lower(email)),
  display_name text not null,
  role text not null check (role in ('admin', 'manager', 'staff', 'front_desk', 'auditor')),
  password_hash text not null,
  totp_secret bytea,
  totp_last_step bigint not null default 0,
  suspended_at timestamptz(3)
);

create table device (
  id text primary key,
  public_key bytea not null unique,
  name text not null,
  app_version text not null,
  state text not null check (state in ('requested', 'active', 'revoked')),
  requested_by uuid not null references staff,
  requested_at timestamptz(3) not null,
  decided_by uuid references staff,
  decided_at timestamptz(3),
  last_contact_at timestamptz(3)
);

create table staff_challenge (
  hash bytea primary key,
  staff_id uuid not null references staff,
  device_id text not null,
  pending_secret bytea,
  tries int not null default 0,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);

create table staff_session (
  hash bytea primary key,
  staff_id uuid not null references staff,
  device_id text not null references device,
  created_at timestamptz(3) not null,
  last_seen_at timestamptz(3) not null,
  expires_at timestamptz(3) not null
);
create index staff_session_device on staff_session (device_id);

create table participant (
  id uuid primary key,
  rev bigint not null,
  program_id uuid not null references program,
  fields jsonb not null,
  field_meta jsonb not null default '{}',
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  updated_by uuid references staff,
  updated_by_name text not null
);
create index participant_rev on participant (rev);

-- Who may see whom. `rev` moves when a row is given or taken away, so that a pull can say "entered" and "left" (D4).
create table scope (
  staff_id uuid not null references staff,
  participant_id uuid not null references participant,
  rev bigint not null,
  active boolean not null,
  primary key (staff_id, participant_id)
);
create index scope_rev on scope (staff_id, rev);
create index scope_participant on scope (participant_id);

create table invite (
  id uuid primary key,
  rev bigint not null,
  participant_id uuid not null references participant,
  token_hash bytea not null unique,
  short_hash bytea not null unique,
  verbal_hash text,
  verbal_tries int not null default 0,
  created_at timestamptz(3) not null,
  created_by uuid not null references staff,
  created_by_name text not null,
  expires_at timestamptz(3) not null,
  opened_at timestamptz(3),
  accepted_at timestamptz(3),
  revoked_at timestamptz(3),
  revoked_by_name text,
  superseded_at timestamptz(3),
  locked_at timestamptz(3),
  emailed_at timestamptz(3),
  email_failed_at timestamptz(3),
  asked_again_at timestamptz(3)
);
create index invite_rev on invite (rev);
create index invite_participant on invite (participant_id);
-- At most one living invite a participant (I7): a newer one supersedes the older in the same transaction.
create unique index invite_living on invite (participant_id)
  where accepted_at is null and revoked_at is null and superseded_at is null and locked_at is null;

create table invite_session (
  hash bytea primary key,
  invite_id uuid not null references invite,
  verified_at timestamptz(3),
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null
);

-- One account a participant (I7). Two accounts may share an email: see docs/decisions (I8).
create table account (
  participant_id uuid primary key references participant,
  rev bigint not null,
  email text not null,
  email_norm text not null,
  display_name text not null,
  password_hash text not null,
  language text not null,
  created_at timestamptz(3) not null,
  last_sign_in_at timestamptz(3),
  disabled_at timestamptz(3)
);
create index account_rev on account (rev);
create index account_email on account (email_norm);

create table portal_session (
  hash bytea primary key,
  participant_id uuid not null references account,
  created_at timestamptz(3) not null,
  last_seen_at timestamptz(3) not null,
  idle_expires_at timestamptz(3) not null,
  expires_at timestamptz(3) not null
);
create index portal_session_account on portal_session (participant_id);

create table consent_text (
  document_id text not null,
  version int not null,
  language text not null,
  title text not null,
  body text not null,
  hash text not null,
  primary key (document_id, version, language)
);

create table consent (
  participant_id uuid not null references account,
  document_id text not null,
  version int not null,
  language text not null,
  text_hash text not null,
  agreed_at timestamptz(3) not null,
  primary key (participant_id, document_id, version)
);

create table conflict (
  id uuid primary key,
  rev bigint not null,
  participant_id uuid not null references participant,
  path text not null,
  base jsonb,
  lost_value jsonb,
  lost_by uuid not null references staff,
  lost_by_name text not null,
  lost_at timestamptz(3) not null,
  kept_value jsonb,
  kept_by_name text not null,
  kept_at timestamptz(3),
  resolved_at timestamptz(3)
);
create index conflict_rev on conflict (rev);
create index conflict_participant on conflict (participant_id);

-- The remembered answer of every write of every console: a repeat is answered, not applied (Y2).
create table sync_write (
  write_id uuid primary key,
  staff_id uuid not null references staff,
  device_id text not null,
  result jsonb not null,
  at timestamptz(3) not null
);

create table audit_log (
  seq bigint primary key check (seq >= 1),
  at timestamptz(3) not null,
  actor_kind text not null,
  actor_id text,
  role text,
  device_id text,
  address text,
  action text not null,
  target_kind text not null,
  target_id text not null,
  outcome text not null,
  detail jsonb not null,
  prev_hash text not null,
  hash text not null
);

create table outbox_message (
  id uuid primary key,
  channel text not null,
  to_sealed bytea,
  body_sealed bytea,
  status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'failed')),
  attempts int not null default 0,
  next_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  sent_at timestamptz(3),
  last_error text,
  dedupe_key text not null unique,
  ref_kind text,
  ref_id text
);
create index outbox_due on outbox_message (next_at) where status in ('queued', 'sending');

create table rate_counter (key text primary key, window_start timestamptz(3) not null, count int not null);
create table attempt (
  key text primary key,
  failures int not null,
  window_start timestamptz(3) not null,
  locked_until timestamptz(3)
);
