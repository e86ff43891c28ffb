-- When a message was given to a way out that may not be asked twice. Set in its own commit before the hand-over, so that a process which
-- dies in the middle leaves a trace: such a message is never sent again, and staff see that its outcome is in doubt.
alter table outbox_message add column handed_at timestamptz(3);

-- The version before this one kept no such trace: what it was sending may have left.
update outbox_message set handed_at = now() where status = 'sending';
