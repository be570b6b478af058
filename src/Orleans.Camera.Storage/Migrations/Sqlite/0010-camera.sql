-- The tables of PostgreSQL, with its comments. Times and durations are microseconds, times since 1970, UTC.

-- What each camera is and what it counts. The source is sealed: it may hold a password.
create table camera (
    name text primary key,
    version integer not null check (version > 0),
    source text not null,
    definition text not null,
    is_enabled integer not null
) without rowid;

-- The latest checkpoint of each camera. Rows are never deleted: they fence owners that come too late.
create table camera_state (
    camera text primary key,
    epoch integer not null check (epoch > 0),
    write integer not null check (write >= 0),
    write_id blob not null,
    owner text not null,
    configuration integer not null,
    source text not null,
    sequence integer not null check (sequence >= 0),
    announced integer not null check (announced between 0 and sequence),
    start_ticks integer,                -- 100 ns since the year 1, as PTS: exact
    frame integer not null,
    pts_ticks integer not null,
    checksum integer not null,
    delta blob not null,
    totals text not null,
    has_ended integer not null,
    updated_at integer not null
);

-- The motion gate's background, at or before the checkpoint; of no camera where the state is null.
create table camera_base (
    camera text primary key,
    frame integer not null,
    pts_ticks integer not null,
    checksum integer not null,
    state blob
);

-- Objects that crossed a line. Crossings, zone events and gaps of a camera share one sequence without holes.
create table crossing (
    camera text not null,
    sequence integer not null check (sequence > 0),
    epoch integer not null,
    line text not null,
    direction text not null check (direction in ('in', 'out')),
    label text not null,
    track integer not null,
    frame integer not null,
    time integer not null,
    primary key (camera, sequence)
) without rowid;

-- Objects that entered or left a zone, or stayed in it for long.
create table zone_event (
    camera text not null,
    sequence integer not null check (sequence > 0),
    epoch integer not null,
    zone text not null,
    kind text not null check (kind in ('entered', 'left', 'loitering')),
    label text not null,
    track integer not null,
    dwell integer not null,
    frame integer not null,
    time integer not null,
    primary key (camera, sequence)
) without rowid;

-- Intervals that were not observed: no data, which is not the same as nobody.
create table gap (
    camera text not null,
    sequence integer not null check (sequence > 0),
    epoch integer not null,
    begins integer not null,
    ends integer not null check (ends >= begins),
    pictures integer not null,
    reason text not null,
    primary key (camera, sequence)
) without rowid;
