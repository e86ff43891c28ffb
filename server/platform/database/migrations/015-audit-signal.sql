-- Whatever appends to the log, a person's deed, a look, a timer or the command line, every server process hears of the commit and signs the
-- new head within a second (U3). One signal a transaction: PostgreSQL folds equal ones.
create function audit_log_signal() returns trigger language plpgsql as $$
begin
  perform pg_notify('audit', '');
  return null;
end
$$;
create trigger audit_log_signal after insert on audit_log for each statement execute function audit_log_signal();
