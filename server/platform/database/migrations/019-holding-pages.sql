-- While a sync comes in pages, the console may hold what it had before and what is coming: both count until the last page is there.
alter table device_holder add column former_role text;
alter table device_holder add column former_rev bigint;
alter table device_holder add constraint device_holder_former check ((former_role is null) = (former_rev is null));
