-- When access was given back: an account that was off for inactivity must not go off again before its owner had time to sign in.
alter table account add column enabled_at timestamptz(3);
