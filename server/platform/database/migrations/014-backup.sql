-- What the clinic was last restored from, for consoles that had seen more than the backup held (K2, U3); null when it never was.
alter table clinic add column restored jsonb;
