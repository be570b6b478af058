-- Files of models, in parts, so that no row is large. A file is known by its sha256; whoever reads it holds it against that.
create table model_file (
    sha256 text primary key check (length(sha256) = 64),
    size integer not null check (size > 0),
    is_whole integer not null,
    begun_at integer not null
) without rowid;

create table model_part (
    sha256 text not null references model_file (sha256),
    number integer not null check (number >= 0),
    bytes blob not null check (length(bytes) between 1 and 262144),
    primary key (sha256, number)
);

create table model (
    name text primary key check (length(name) between 1 and 64),
    sha256 text not null references model_file (sha256),
    manifest text not null check (length(manifest) <= 1048576)
) without rowid;
