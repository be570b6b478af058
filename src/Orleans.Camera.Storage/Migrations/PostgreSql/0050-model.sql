-- Files of models, in parts, so that no row is large. A file is known by its sha256; whoever reads it holds it against that.
create table model_file (
    sha256 text primary key check (length(sha256) = 64),
    size bigint not null check (size > 0),
    is_whole boolean not null,
    begun_at bigint not null
);
comment on column model_file.begun_at is 'Microseconds since 1970, UTC.';

create table model_part (
    sha256 text not null references model_file (sha256),
    number integer not null check (number >= 0),
    bytes bytea not null check (length(bytes) between 1 and 262144),
    primary key (sha256, number)
);
-- What a model has learned does not compress.
alter table model_part alter column bytes set storage external;

create table model (
    name text primary key check (length(name) between 1 and 64),
    sha256 text not null references model_file (sha256),
    manifest text not null check (length(manifest) <= 1048576)
);
comment on table model is 'Models that every silo can have, by name. What the file itself does not tell is in the manifest.';
