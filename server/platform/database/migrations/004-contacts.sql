-- Which record holds an email or a phone number (S3.5). Only an index: it names candidates, and the code compares the record itself, since
-- phone numbers are normalised by a library. `key`: an email in lower case, or the last five digits of a number (the shortest one allowed).
create table participant_contact (
  kind text not null check (kind in ('email', 'phone')),
  key text not null,
  participant_id uuid not null references participant on delete cascade,
  primary key (kind, key, participant_id)
);
create index participant_contact_participant on participant_contact (participant_id);

create function participant_contacts(fields jsonb) returns table (kind text, key text) language sql immutable as $$
  select distinct 'email', lower(btrim(email.value ->> 'value'))
  from jsonb_each(coalesce(fields -> 'emails', '{}')) as email
  where btrim(email.value ->> 'value') <> ''
  union
  select distinct 'phone', right(regexp_replace(phone.value ->> 'value', '[^0-9]', '', 'g'), 5)
  from jsonb_each(coalesce(fields -> 'phones', '{}')) as phone
  where phone.value ->> 'value' ~ '[0-9]'
$$;

-- A trigger, because records are written in many ways: single edits, batches of the sync, imports, the demo clinic.
create function keep_participant_contacts() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from participant_contact where participant_id = new.id;
  end if;
  insert into participant_contact (kind, key, participant_id)
  select c.kind, c.key, new.id from participant_contacts(new.fields) as c;
  return null;
end
$$;

create trigger participant_contacts_of_new after insert on participant
for each row execute function keep_participant_contacts();

create trigger participant_contacts_of_edited after update of fields on participant
for each row
when (old.fields -> 'emails' is distinct from new.fields -> 'emails'
  or old.fields -> 'phones' is distinct from new.fields -> 'phones')
execute function keep_participant_contacts();

insert into participant_contact (kind, key, participant_id)
select c.kind, c.key, p.id from participant p, participant_contacts(p.fields) as c;

-- A request is answered before anybody looks who it is for (P4): until `dispatched_at` is set it waits for that. A forgotten password
-- is such a request too.
alter table sign_in_request
  add column purpose text not null default 'sign_in' check (purpose in ('sign_in', 'reset')),
  add column address text,
  add column device_words text not null default '',
  add column dispatched_at timestamptz(3);
create index sign_in_request_waiting on sign_in_request (sent_at) where dispatched_at is null;
create index sign_in_request_expires on sign_in_request (expires_at);

-- What was asked to be sent, one row each: "five in any hour" cannot be counted in windows that follow each other (L2).
create table send_budget (
  id bigint generated always as identity primary key,
  key text not null,
  item bytea not null,
  at timestamptz(3) not null
);
create index send_budget_key on send_budget (key, at);
