-- A message that carries a link or a code names what it opens (an invite, or a row of one_time_secret) and when that dies by itself. Past
-- that time, or once what it opens has ended, it does not leave any more (W4, S0.19): `void`, with its address and text erased.
alter table outbox_message
  add column opens uuid,
  add column expires_at timestamptz(3),
  drop constraint outbox_message_status_check,
  add constraint outbox_message_status_check check (status in ('queued', 'sending', 'sent', 'failed', 'void'));
create index outbox_opens on outbox_message (opens) where opens is not null and status in ('queued', 'sending');
create index outbox_expires on outbox_message (expires_at) where expires_at is not null and status in ('queued', 'sending');

-- What waits at the upgrade. Codes for a new contact named nothing so far; they are half an hour old at most when they are tried again.
update outbox_message m set opens = i.id, expires_at = i.expires_at
from invite i where m.ref_kind = 'invite' and m.ref_id = i.id::text and m.status in ('queued', 'sending');
update outbox_message m set opens = s.id, expires_at = s.expires_at
from one_time_secret s where m.ref_kind = 'sign_in' and m.ref_id = s.id::text and m.status in ('queued', 'sending');
update outbox_message m set opens = s.id, expires_at = s.expires_at
from one_time_secret s
where m.ref_kind = 'reset' and m.ref_id = s.participant_id::text and m.status in ('queued', 'sending')
  and s.purpose = 'reset' and s.sent_by = 'staff' and s.created_at = m.created_at;

-- The failures that count in a sliding window, oldest first, never more than its limit ("n in any hour" cannot be counted in windows that
-- follow each other). The hourly counts of codes that run at the upgrade are taken over as if all had happened when they began.
alter table attempt add column times timestamptz(3)[] not null default '{}';
update attempt set times = array_fill(window_start, array[least(failures, 10)])
where failures > 0 and (key like 'portal-codes-hour/%' or key like 'staff-codes-hour/%');

-- Answers of pushes older than a month keep their outcome alone (Y2).
alter table sync_write add column emptied_at timestamptz(3);
create index sync_write_full on sync_write (at) where emptied_at is null;
