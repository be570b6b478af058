using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Camera.Engine.Tests.Processes;
using Orleans.Configuration;

namespace Orleans.Camera.Engine.Tests.StandIn;

/// <summary>The statements of membership in PostgreSQL, as both engines use them.</summary>
[Collection("processes")]
public sealed class MembershipTableTests(ProcessCluster cluster) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 1, 2, 3, 456, TimeSpan.Zero);
    private static readonly SiloAddress Address = SiloAddress.New(IPAddress.Loopback, 11111, 5);
    private readonly SiloEntry _entry = new(Address, "one", SiloStatus.Joining, 30000, Now, Now, []);
    private Queries _queries = null!;
    private PostgresMembershipTable _table = null!;

    public async Task InitializeAsync()
    {
        var database = await cluster.Postgres.CreateDatabaseAsync();
        await ProcessCluster.MigrateAsync(database);
        await ProcessCluster.MigrateAsync(database);
        _queries = new("Npgsql", database);
        _table = new(_queries, Options.Create(new ClusterOptions { ClusterId = "table" }));
        await _table.InitializeAsync(default);
    }

    public async Task DisposeAsync() => await _queries.DisposeAsync();

    [Fact]
    public async Task What_is_written_is_read_with_its_votes_and_each_change_raises_the_version()
    {
        await _table.InitializeAsync(default);
        Assert.Equal((0, 0), (await ReadAsync()) is var none ? (none.Version, none.Members.Length) : default);

        Assert.True(await _table.WriteAsync(_entry, true, 0, default));
        var voted = _entry with { Status = SiloStatus.Active, Votes = [new(Address, Now), new(SiloAddress.New(IPAddress.IPv6Loopback, 9, 7), Now)] };
        Assert.True(await _table.WriteAsync(voted, false, 1, default));

        var view = await ReadAsync();
        Assert.Equal(2, view.Version);
        var read = Assert.Single(view.Members);
        Assert.Equal(voted.Votes.ToArray(), read.Votes.ToArray());
        Assert.Equal(voted, read with { Votes = voted.Votes });
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    [InlineData(false, 2)]
    public async Task A_write_from_another_version_or_of_a_row_that_is_there_changes_nothing(bool isNew, int version)
    {
        await _table.WriteAsync(_entry, true, 0, default);

        Assert.False(await _table.WriteAsync(_entry with { Status = SiloStatus.Dead }, isNew, version, default));

        var view = await ReadAsync();
        Assert.Equal((1, SiloStatus.Joining), (view.Version, view.Members[0].Status));
    }

    [Fact]
    public async Task Of_many_writers_at_once_exactly_one_succeeds()
    {
        await _table.WriteAsync(_entry, true, 0, default);

        var done = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => _table.WriteAsync(_entry with { AliveAt = Now.AddSeconds(i) }, false, 1, default)));

        Assert.Single(done, true);
        Assert.Equal(2, (await ReadAsync()).Version);
    }

    [Fact]
    public async Task Only_dead_silos_that_were_silent_for_long_are_removed()
    {
        var dead = _entry with { Address = SiloAddress.New(IPAddress.Loopback, 2, 2) };
        await _table.WriteAsync(_entry, true, 0, default);
        await _table.WriteAsync(dead, true, 1, default);
        await _table.WriteAsync(dead with { Status = SiloStatus.Dead }, false, 2, default);
        await _table.TouchAsync(dead.Address, Now.AddMinutes(2), default);

        await _table.RemoveDeadAsync(Now.AddMinutes(1), default);
        Assert.Equal(2, (await ReadAsync()).Members.Length);

        await _table.RemoveDeadAsync(Now.AddMinutes(3), default);
        Assert.Equal(Address, Assert.Single((await ReadAsync()).Members).Address);
    }

    [Fact]
    public async Task One_row_can_be_read_and_all_can_be_removed_by_the_statements_that_only_Orleans_uses()
    {
        await _table.WriteAsync(_entry, true, 0, default);
        (string, object?)[] key = [("DeploymentId", "table"), ("Address", "127.0.0.1"), ("Port", 11111), ("Generation", 5)];
        string[] columns =
        [
            "Address", "Port", "Generation", "SiloName", "HostName", "Status", "ProxyPort", "SuspectTimes", "StartTime", "IAmAliveTime", "Version",
        ];

        var row = Assert.Single(await _queries.RunAsync(
            "MembershipReadRowKey", row => columns.Select(column => row.GetValue(row.GetOrdinal(column))).ToArray(), default, key));
        Assert.Equal("one", row[3]);
        await _queries.RunAsync("DeleteMembershipTableEntriesKey", static _ => true, default, ("DeploymentId", "table"));

        Assert.Empty(await _queries.RunAsync("MembershipReadAllKey", static _ => true, default, ("DeploymentId", "table")));
    }

    private Task<MembershipView> ReadAsync() => _table.ReadAsync(default);
}
