-- States of grains, such as who has subscribed to a stream, and which silos are drained. The tag is that of the latest write,
-- chosen by its writer: the next write names it.
create table grain_state (
    name text not null,
    grain text not null,
    tag text not null,
    value blob not null,
    updated_at integer not null,
    primary key (name, grain)
) without rowid;
