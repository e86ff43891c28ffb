-- An invite that is accepted on the clinic's own machine (product.md, item 11): its page and its session live short and may do nothing but agree.
alter table invite_session add column kiosk boolean not null default false;
alter table portal_session add column kiosk boolean not null default false;
