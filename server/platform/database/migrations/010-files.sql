-- Attachments of correction requests (F1, F2). `correction_id` is null until a request takes the upload up; what none takes is deleted after a day.
create table file (
  id uuid primary key,
  participant_id uuid not null references participant,
  -- Deferred: a request's files are claimed before the request itself is written, because that takes the commit lock.
  correction_id uuid references correction deferrable initially deferred,
  -- Its place in the list of its request.
  place smallint,
  name text not null check (char_length(name) between 1 and 150),
  type text not null check (type in ('pdf', 'png', 'jpg', 'heic', 'docx')),
  size integer not null check (size > 0),
  created_at timestamptz(3) not null,
  check ((correction_id is null) = (place is null))
);
create index file_participant on file (participant_id);
create index file_correction on file (correction_id) where correction_id is not null;
create index file_unattached on file (created_at) where correction_id is null;

-- The content, sealed with a key outside the database, in parts of 1 MB, so that a slow reader never holds a whole file in memory.
create table file_part (
  file_id uuid not null references file on delete cascade,
  part smallint not null,
  sealed bytea not null,
  primary key (file_id, part)
);
-- Sealed bytes do not compress.
alter table file_part alter column sealed set storage external;
