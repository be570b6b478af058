-- The silos of each cluster. A change of a silo's row raises the cluster's version in the same statement, and happens
-- only where that version is still the one that the writer has read: so changes come one after another.
create table if not exists orleans_cluster (
  deployment_id varchar(150) primary key,
  version integer not null default 0,
  changed_at timestamptz not null default now()
);

create table if not exists orleans_silo (
  deployment_id varchar(150) not null references orleans_cluster,
  address varchar(45) not null,
  port integer not null,
  generation integer not null,
  silo_name varchar(150) not null,
  host_name varchar(150) not null,
  status integer not null,
  proxy_port integer not null,
  suspect_times text,
  start_time timestamptz not null,
  i_am_alive_time timestamptz not null,
  primary key (deployment_id, address, port, generation)
);

insert into OrleansQuery (QueryKey, QueryText) values
('InsertMembershipVersionKey', $sql$
  insert into orleans_cluster (deployment_id) values (@DeploymentId)
  on conflict (deployment_id) do update set deployment_id = excluded.deployment_id
  returning xmax = 0 as is_new
$sql$),
('InsertMembershipKey', $sql$
  with turn as (
    update orleans_cluster set version = version + 1, changed_at = now()
    where deployment_id = @DeploymentId and version = @Version and not exists (
      select from orleans_silo where deployment_id = @DeploymentId
        and address = @Address and port = @Port and generation = @Generation)
    returning deployment_id),
  added as (
    insert into orleans_silo (
      deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
    select deployment_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    from turn
    returning generation)
  select exists (select from added)
$sql$),
('UpdateMembershipKey', $sql$
  with turn as (
    update orleans_cluster set version = version + 1, changed_at = now()
    where deployment_id = @DeploymentId and version = @Version and exists (
      select from orleans_silo where deployment_id = @DeploymentId
        and address = @Address and port = @Port and generation = @Generation)
    returning deployment_id),
  changed as (
    update orleans_silo s set status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
    from turn
    where s.deployment_id = turn.deployment_id and s.address = @Address and s.port = @Port and s.generation = @Generation
    returning s.generation)
  select exists (select from changed)
$sql$),
('UpdateIAmAlivetimeKey', $sql$
  update orleans_silo set i_am_alive_time = @IAmAliveTime
  where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$sql$),
('MembershipReadRowKey', $sql$
  select c.version as Version, s.address as Address, s.port as Port, s.generation as Generation, s.silo_name as SiloName,
    s.host_name as HostName, s.status as Status, s.proxy_port as ProxyPort, s.suspect_times as SuspectTimes,
    s.start_time as StartTime, s.i_am_alive_time as IAmAliveTime
  from orleans_cluster c left join orleans_silo s
    on s.deployment_id = c.deployment_id and s.address = @Address and s.port = @Port and s.generation = @Generation
  where c.deployment_id = @DeploymentId
$sql$),
('MembershipReadAllKey', $sql$
  select c.version as Version, s.address as Address, s.port as Port, s.generation as Generation, s.silo_name as SiloName,
    s.host_name as HostName, s.status as Status, s.proxy_port as ProxyPort, s.suspect_times as SuspectTimes,
    s.start_time as StartTime, s.i_am_alive_time as IAmAliveTime
  from orleans_cluster c left join orleans_silo s on s.deployment_id = c.deployment_id
  where c.deployment_id = @DeploymentId
$sql$),
('GatewaysQueryKey', $sql$
  select address as Address, proxy_port as ProxyPort, generation as Generation from orleans_silo
  where deployment_id = @DeploymentId and status = @Status and proxy_port > 0
$sql$),
-- 6 is dead: nobody else is removed, however long it was silent.
('CleanupDefunctSiloEntriesKey', $sql$
  delete from orleans_silo where deployment_id = @DeploymentId and i_am_alive_time < @IAmAliveTime and status = 6
$sql$),
('DeleteMembershipTableEntriesKey', $sql$
  with silos as (delete from orleans_silo where deployment_id = @DeploymentId)
  delete from orleans_cluster where deployment_id = @DeploymentId
$sql$)
on conflict (QueryKey) do update set QueryText = excluded.QueryText;
