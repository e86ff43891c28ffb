-- One request holds several changes with a verdict for each, and what follows a decision: letters, persons to be told, rebuttal (45 CFR 164.526).
alter table correction
  add column changes jsonb not null default '[]',
  add column about jsonb,
  add column persons jsonb not null default '[]',
  -- The law that it was received under: later settings do not move its dates.
  add column profile text not null default 'days_60_30' check (profile in ('days_60_30', 'days_30_30', 'business_30')),
  add column language text not null default 'en' check (language in ('en', 'fr', 'es')),
  add column reviewed_at timestamptz(3),
  add column reviewed_by_name text,
  add column extension_letter jsonb,
  add column letter jsonb,
  add column rebuttal text,
  add column rebutted_at timestamptz(3),
  add column rebutted_by_name text,
  add column closed_at timestamptz(3),
  add column closed_by_name text;

-- The rows change for every replica: new revs, under the lock that all writers hold.
select pg_advisory_xact_lock(4300433);
update correction set
  rev = nextval('sync_rev'),
  language = coalesce((select a.language from account a where a.participant_id = correction.participant_id and a.language in ('en', 'fr', 'es')), 'en'),
  changes = case when path is null then '[]' else jsonb_build_array(jsonb_build_object(
    'path', path, 'old', coalesce(old_value, 'null'), 'proposed', coalesce(proposed_value, 'null'),
    'verdict', case when state = 'accepted' then 'accepted' when state in ('denied', 'disagreement') then 'denied' end)) end;

alter table correction
  drop constraint correction_state_check,
  drop constraint correction_check1,
  drop constraint correction_check2,
  drop column path,
  drop column old_value,
  drop column proposed_value,
  alter column changes drop default,
  alter column profile drop default,
  alter column language drop default,
  add check (state in ('submitted', 'acknowledged', 'in_review', 'accepted', 'partly_accepted', 'denied', 'withdrawn', 'disagreement', 'rebuttal', 'closed')),
  add check (jsonb_array_length(changes) > 0 or description <> ''),
  add check (state not in ('partly_accepted', 'denied', 'disagreement', 'rebuttal', 'closed') or (ground is not null and answer <> '')),
  add check (state in ('submitted', 'acknowledged', 'in_review', 'withdrawn') or decided_at is not null),
  add check ((rebutted_at is null) = (rebuttal is null));
