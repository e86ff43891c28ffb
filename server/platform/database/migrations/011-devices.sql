-- Consoles that are suspended, ordered to wipe themselves, and confirmed as wiped (D3). `revoked` is only in rows from before.
alter table device drop constraint device_state_check;
alter table device add constraint device_state_check
  check (state in ('requested', 'active', 'suspended', 'wipe_ordered', 'wiped', 'revoked'));
alter table device add column changed_by uuid references staff;
alter table device add column changed_at timestamptz(3);
alter table device add column reason text;
alter table device add column wipe_order uuid unique;
alter table device add column wiped_at timestamptz(3);
alter table device add column wiped_unsent integer check (wiped_unsent >= 0);
alter table device add constraint device_wipe_order check (state not in ('wipe_ordered', 'wiped') or wipe_order is not null);
alter table device add constraint device_wiped check ((state = 'wiped') = (wiped_at is not null and wiped_unsent is not null));

-- Who has copies on which console. `rev` is how far their last sync there went, so what they held is known also when nobody can ask it any more.
create table device_holder (
  device_id text not null references device,
  staff_id uuid not null references staff,
  role text not null,
  rev bigint not null,
  synced_at timestamptz(3) not null,
  -- As the console itself reported: counts and sizes, nothing else.
  unsent integer,
  oldest_unsent_at timestamptz(3),
  documents integer,
  bytes bigint,
  reported_at timestamptz(3),
  primary key (device_id, staff_id)
);

-- Since and until which revision somebody could see a participant. `scope` has only the newest change of each pair.
create table scope_history (
  staff_id uuid not null references staff,
  participant_id uuid not null references participant,
  from_rev bigint not null,
  to_rev bigint,
  primary key (staff_id, participant_id, from_rev)
);
insert into scope_history (staff_id, participant_id, from_rev)
  select staff_id, participant_id, rev from scope where active;

create function scope_history_kept() returns trigger language plpgsql as $$
begin
  if new.active then
    insert into scope_history (staff_id, participant_id, from_rev)
      select new.staff_id, new.participant_id, new.rev
      where not exists (
        select 1 from scope_history h
        where h.staff_id = new.staff_id and h.participant_id = new.participant_id and h.to_rev is null)
      on conflict do nothing;
  else
    update scope_history set to_rev = new.rev
      where staff_id = new.staff_id and participant_id = new.participant_id and to_rev is null;
  end if;
  return null;
end $$;
create trigger scope_history_kept after insert or update on scope for each row execute function scope_history_kept();
