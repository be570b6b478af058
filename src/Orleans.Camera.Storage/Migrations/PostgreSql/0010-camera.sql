create table camera (
    name text primary key,
    version bigint not null check (version > 0),
    source text not null,
    definition json not null,
    is_enabled boolean not null,
    changed_at timestamptz not null default clock_timestamp()
);
comment on table camera is 'What each camera is and what it counts.';
comment on column camera.version is 'One more with every change: who changes a definition names the version that is replaced.';
comment on column camera.source is 'The address, sealed: it may hold a password.';

create table camera_state (
    camera text primary key,
    epoch bigint not null check (epoch > 0),
    write bigint not null check (write >= 0),
    write_id uuid not null,
    owner text not null,
    configuration bigint not null,
    source text not null,
    sequence bigint not null check (sequence >= 0),
    announced bigint not null check (announced between 0 and sequence),
    start_ticks bigint,
    frame bigint not null,
    pts_ticks bigint not null,
    checksum bigint not null,
    delta bytea not null,
    totals jsonb not null,
    has_ended boolean not null,
    updated_at timestamptz not null
) with (fillfactor = 50);
alter table camera_state alter column delta set storage external;
comment on table camera_state is 'The latest checkpoint of each camera. Rows are never deleted: they fence owners that come too late.';
comment on column camera_state.epoch is 'Counts the owners. Epoch and write are the tag that the next write must name.';
comment on column camera_state.write_id is 'Tells writes of one tag apart: two owners that claim at once choose the same one.';
comment on column camera_state.sequence is 'Number of the latest event.';
comment on column camera_state.announced is 'Number of the latest event that was announced.';
comment on column camera_state.start_ticks is 'Time of PTS zero, UTC, in 100 ns since the year 1: exact, as everything counted after it rests on it.';
comment on column camera_state.pts_ticks is 'In 100 ns.';
comment on column camera_state.updated_at is 'By the clock of this server.';

create table camera_base (
    camera text primary key,
    frame bigint not null,
    pts_ticks bigint not null,
    checksum bigint not null,
    state bytea
) with (fillfactor = 50);
alter table camera_base alter column state set storage external;
comment on table camera_base is 'The motion gate''s background, at or before the checkpoint; of no camera where the state is null.';

create table crossing (
    camera text not null,
    sequence bigint not null check (sequence > 0),
    epoch bigint not null,
    line text not null,
    direction text not null check (direction in ('in', 'out')),
    label text not null,
    track bigint not null,
    frame bigint not null,
    time timestamptz not null,
    primary key (camera, sequence)
);
comment on table crossing is 'Objects that crossed a line. Crossings, zone events and gaps of a camera share one sequence without holes.';
comment on column crossing.time is 'Of the picture, not of when it was processed.';

create table zone_event (
    camera text not null,
    sequence bigint not null check (sequence > 0),
    epoch bigint not null,
    zone text not null,
    kind text not null check (kind in ('entered', 'left', 'loitering')),
    label text not null,
    track bigint not null,
    dwell interval not null,
    frame bigint not null,
    time timestamptz not null,
    primary key (camera, sequence)
);
comment on table zone_event is 'Objects that entered or left a zone, or stayed in it for long.';

create table gap (
    camera text not null,
    sequence bigint not null check (sequence > 0),
    epoch bigint not null,
    begins timestamptz not null,
    ends timestamptz not null check (ends >= begins),
    pictures bigint not null,
    reason text not null,
    primary key (camera, sequence)
);
comment on table gap is 'Intervals that were not observed: no data, which is not the same as nobody.';
