-- Silos refuse one another's calls unless they have the same key, so that one with another key is told before it joins.
alter table silo add column key text not null default '';
comment on column silo.key is 'Tells keys apart; no key can be had from it.';
