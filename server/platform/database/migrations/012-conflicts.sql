-- Who chose which value, and when (Y6): the row stays as history. Rows that were decided before are none: nothing could decide one until now.
alter table conflict
  add column resolved_by uuid references staff,
  add column resolved_by_name text,
  add column choice text check (choice in ('kept', 'lost', 'other')),
  add column resolved_value jsonb,
  add check ((resolved_at is null) = (choice is null));
