create table grain_state (
    name text not null,
    grain text not null,
    tag text not null,
    value bytea not null,
    updated_at timestamptz not null default clock_timestamp(),
    primary key (name, grain)
);
comment on table grain_state is 'States of grains, such as who has subscribed to a stream, and which silos are drained.';
comment on column grain_state.tag is 'Of the latest write, chosen by its writer: the next write names it.';
