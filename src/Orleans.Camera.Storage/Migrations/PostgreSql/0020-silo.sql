-- Silos that are there, or were lately: whoever joins is held against them.
create table silo (
  name text primary key,
  cluster text not null,
  version text not null,
  seen timestamptz not null default clock_timestamp()
);
comment on table silo is 'Silos by name, and when they last said that they are there.';
