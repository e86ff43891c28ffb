-- What a colleague's consoles hold is dropped and fetched anew when their role changed (D4): the point from which that counts.
alter table staff add column reset_rev bigint not null default 0;
