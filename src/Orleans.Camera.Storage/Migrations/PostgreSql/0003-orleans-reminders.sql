-- Reminders, for the ADO.NET provider of Orleans: it takes its statements from OrleansQuery, by these keys, and passes
-- parameters by these names. A range of hashes leaves its beginning out and takes its end in; where the beginning is not
-- below the end, the range goes round the ring.

create table if not exists orleans_reminder (
    service_id    text        not null,
    grain_id      text        not null,
    reminder_name text        not null,
    grain_hash    integer     not null,
    start_time    timestamptz not null,
    period        bigint      not null check (period > 0), -- milliseconds
    version       integer     not null default 0,
    primary key (service_id, grain_id, reminder_name)
);

create index if not exists orleans_reminder_by_hash on orleans_reminder (service_id, grain_hash);

create or replace view orleans_reminder_row as
    select service_id, grain_hash,
           grain_id as GrainId, reminder_name as ReminderName, start_time as StartTime, period as Period, version as Version
    from orleans_reminder;

insert into OrleansQuery (QueryKey, QueryText) values
('ReadReminderRowsKey', $$
    select * from orleans_reminder_row where service_id = @ServiceId and GrainId = @GrainId
$$),
('ReadReminderRowKey', $$
    select * from orleans_reminder_row where service_id = @ServiceId and GrainId = @GrainId and ReminderName = @ReminderName
$$),
('ReadRangeRows1Key', $$
    select * from orleans_reminder_row where service_id = @ServiceId and grain_hash > @BeginHash and grain_hash <= @EndHash
$$),
('ReadRangeRows2Key', $$
    select * from orleans_reminder_row where service_id = @ServiceId and (grain_hash > @BeginHash or grain_hash <= @EndHash)
$$),
('UpsertReminderRowKey', $$
    insert into orleans_reminder (service_id, grain_id, reminder_name, grain_hash, start_time, period)
    values (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period)
    on conflict (service_id, grain_id, reminder_name) do update
    set grain_hash = excluded.grain_hash, start_time = excluded.start_time, period = excluded.period,
        version = orleans_reminder.version + 1
    returning version as Version
$$),
('DeleteReminderRowKey', $$
    with gone as (
        delete from orleans_reminder
        where service_id = @ServiceId and grain_id = @GrainId and reminder_name = @ReminderName and version = @Version
        returning 1)
    select exists (select from gone)
$$),
('DeleteReminderRowsKey', $$
    delete from orleans_reminder where service_id = @ServiceId
$$)
on conflict (QueryKey) do update set QueryText = excluded.QueryText;
