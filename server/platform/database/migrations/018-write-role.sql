-- In which role a write was answered: a repeat in another one gets no documents (D4). Unknown for answers from before, which counts as another.
alter table sync_write add column role text;
