-- When the participant answered the details that registration asks for (S4.13), also by "not now". Who has an account already is not asked.
alter table account add column details_at timestamptz(3);
update account set details_at = created_at;
