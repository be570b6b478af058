-- A second silo of a name is told where the first one runs, unless that one is dead.
alter table silo
  add column address text not null default '',
  add column port integer not null default 0,
  add column joined timestamptz not null default clock_timestamp();
comment on column silo.address is 'Where the other silos reach it, as in orleans_silo.';
comment on column silo.joined is 'When it was entered: soon after, it may not listen yet.';
