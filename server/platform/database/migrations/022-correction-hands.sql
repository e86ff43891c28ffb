-- In whose hands a request is, by colleague: two of them may have one name. What the audit log knows of earlier ones is taken over; where it knows
-- nothing, the name goes on to stand for the colleague.
alter table correction
  add column reviewed_by uuid references staff,
  add column decided_by uuid references staff;

-- The rows change for every replica: new revs, under the lock that all writers hold.
select pg_advisory_xact_lock(4300433);
update correction set
  rev = nextval('sync_rev'),
  reviewed_by = (select s.id from audit_log l join staff s on s.id::text = l.actor_id
    where l.target_kind = 'correction' and l.target_id = correction.id::text and l.action = 'correction.in_review' order by l.seq desc limit 1),
  decided_by = (select s.id from audit_log l join staff s on s.id::text = l.actor_id
    where l.target_kind = 'correction' and l.target_id = correction.id::text and l.action in ('correction.accepted', 'correction.partly_accepted', 'correction.denied')
    order by l.seq desc limit 1)
  where reviewed_at is not null or decided_at is not null;
