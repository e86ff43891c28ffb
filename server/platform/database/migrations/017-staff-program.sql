-- Of which programs a colleague is: an administrator says so with their caseload, and whoever enters such a program later is theirs too. Until now
-- one participant of a program in somebody's scope made them of it, also one that they had put there themselves.
create table staff_program (
  staff_id uuid not null references staff,
  program_id uuid not null references program,
  primary key (staff_id, program_id)
);
create index staff_program_program on staff_program (program_id);

-- As Staff and roles has shown it: of a program is whoever has everybody in it. Whoever was moved into it later does not count as missing, because a
-- move told nobody; and somebody whom they entered or moved themselves gives them nothing. Nobody's scope changes here.
with made as (
  select actor_id, target_id,
    action = 'participant.edited' as moved
  from audit_log
  where target_kind = 'participant'
    and (action = 'participant.created' or action = 'participant.edited' and detail -> 'fields' ? 'programId')
), seen as (
  select s.id as staff_id, p.program_id, p.id,
    exists (select from scope c where c.staff_id = s.id and c.participant_id = p.id and c.active) as in_scope,
    exists (select from made m where m.target_id = p.id::text and m.actor_id = s.id::text) as by_themselves,
    exists (select from made m where m.target_id = p.id::text and m.moved) as moved
  from staff s
  join participant p on p.program_id in (
    select q.program_id from scope c join participant q on q.id = c.participant_id where c.staff_id = s.id and c.active)
  where s.role in ('manager', 'staff', 'front_desk')
)
insert into staff_program (staff_id, program_id)
  select staff_id, program_id from seen
  group by staff_id, program_id
  having bool_and(in_scope or moved) and bool_or(in_scope and not by_themselves);

-- Every console learns its own programs: new revs, under the lock that all writers hold.
select pg_advisory_xact_lock(4300433);
update staff set rev = nextval('sync_rev');
