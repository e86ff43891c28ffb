-- Requests of participants to correct their record (45 CFR 164.526). The old value is kept as it was when they asked, whatever the record says later.
create table correction (
  id uuid primary key,
  rev bigint not null,
  participant_id uuid not null references participant,
  author_name text not null,
  state text not null check (state in ('submitted', 'acknowledged', 'accepted', 'denied', 'withdrawn', 'disagreement')),
  path text,
  old_value jsonb,
  proposed_value jsonb,
  description text not null,
  received_at timestamptz(3) not null,
  -- The last day (YYYY-MM-DD) where the clinic is; text, so that no driver makes an instant of it.
  due_on text not null check (due_on ~ '^\d{4}-\d\d-\d\d$'),
  acknowledged_at timestamptz(3),
  acknowledged_by_name text,
  extended_at timestamptz(3),
  extended_by_name text,
  extension_reason text,
  decided_at timestamptz(3),
  decided_by_name text,
  ground text check (ground in ('not_created_by_us', 'not_in_record', 'not_available', 'accurate_complete')),
  answer text,
  withdrawn_at timestamptz(3),
  disagreement text,
  disagreed_at timestamptz(3),
  check (path is not null or description <> ''),
  check (state not in ('denied', 'disagreement') or (ground is not null and answer <> '')),
  check (state not in ('accepted', 'denied', 'disagreement') or decided_at is not null),
  check ((extended_at is null) = (extension_reason is null))
);
create index correction_rev on correction (rev);
create index correction_participant on correction (participant_id, received_at);
