-- Whom a row is about, for timelines and a manager's sight. Derived, not part of what is hashed: the row as hashed has ids only.
alter table audit_log add column participant_id text;

create function audit_participant(kind text, id text, actor_kind text, actor_id text, detail jsonb) returns text
language plpgsql stable as $$
declare
  named text := detail ->> 'participant';
  found text;
begin
  if kind in ('participant', 'account') then return id; end if;
  if named is not null then return named; end if;
  if kind in ('invite', 'message', 'correction', 'file') and id ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then
    if kind = 'invite' then select participant_id into found from invite where invite.id = audit_participant.id::uuid;
    elsif kind = 'message' then select participant_id into found from message where message.id = audit_participant.id::uuid;
    elsif kind = 'correction' then select participant_id into found from correction where correction.id = audit_participant.id::uuid;
    else select participant_id into found from file where file.id = audit_participant.id::uuid;
    end if;
  end if;
  if found is null and actor_kind = 'participant' then return actor_id; end if;
  return found;
end $$;

create function audit_log_participant() returns trigger language plpgsql as $$
begin
  if new.participant_id is null then
    new.participant_id := audit_participant(new.target_kind, new.target_id, new.actor_kind, new.actor_id, new.detail);
  end if;
  return new;
end $$;

update audit_log set participant_id = audit_participant(target_kind, target_id, actor_kind, actor_id, detail);
create trigger audit_log_participant before insert on audit_log for each row execute function audit_log_participant();

-- Filters of the console's log; every one ends in seq, by which it is paged.
create index audit_log_participant_seq on audit_log (participant_id, seq) where participant_id is not null;
create index audit_log_actor on audit_log (actor_id, seq) where actor_id is not null;
create index audit_log_device on audit_log (device_id, seq) where device_id is not null;
create index audit_log_action on audit_log (action, seq);
create index audit_log_target_id on audit_log (target_id, seq);
create index audit_log_address on audit_log (address, seq) where address is not null;
create index audit_log_refused on audit_log (seq) where outcome <> 'ok';
create index audit_log_at on audit_log (at);
create index audit_log_codes on audit_log using gin (jsonb_path_query_array(detail, 'lax $.*[*]') jsonb_path_ops);

-- Where the chain goes on after rows were archived (one row at most): signed, so that nobody can cut the log and write one.
create table audit_anchor (
  id text primary key default 'anchor' check (id = 'anchor'),
  count bigint not null check (count >= 1),
  hash text not null,
  at text not null,
  signature text not null
);
