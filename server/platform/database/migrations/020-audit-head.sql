-- Says that a signed head of the audit log was once stored outside the database: from then on a missing one is an alarm (U3). One row, never taken back.
create table audit_head_stored (
  id text primary key default 'head' check (id = 'head'),
  since timestamptz not null
);

-- A log that is older than this table has had its head for long.
insert into audit_head_stored (since) select min(at) from audit_log having count(*) > 0;
