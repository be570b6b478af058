using System.Net;
using System.Net.Sockets;
using Npgsql;
using Orleans.Camera.Storage.Silos;
using Orleans.Camera.Storage.Tests.PostgreSql;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Storage.Tests.Silos;

/// <summary>Two silos of one name: the second is let in where the first is dead, and only there.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SiloNamesakeTests(SharedPostgres postgres) : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private NpgsqlDataSource _database = null!;

    private int ListeningPort => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async Task InitializeAsync()
    {
        _listener.Start();
        _database = NpgsqlDataSource.Create(await postgres.Server.CreateDatabaseAsync());
        await using var store = await TestStore.PreparedAsync(new StoreOptions
        {
            Provider = StoreProvider.PostgreSql,
            ConnectionString = _database.ConnectionString,
            KeyFile = _folder["key"],
            MayCreateKey = true,
        });
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Where_the_first_one_answers_the_second_is_told_where_it_runs()
    {
        Assert.Null(await JoinAsync(ListeningPort));
        await AgeAsync("joined", 60);

        var fault = await JoinAsync(FreePort.Take());

        Assert.Contains($"a silo one runs at 127.0.0.1:{ListeningPort} already, and said so 0 s ago: give this one another name (Camera:Cluster:Silo)", fault, StringComparison.Ordinal);
        Assert.Equal(ListeningPort, await PortAsync());
    }

    [Fact]
    public async Task Where_the_first_one_may_not_listen_yet_the_second_is_refused()
    {
        Assert.Null(await JoinAsync(FreePort.Take()));

        Assert.NotNull(await JoinAsync(FreePort.Take()));
    }

    [Fact]
    public async Task Where_nobody_listens_any_more_the_second_is_let_in_at_once()
    {
        Assert.Null(await JoinAsync(FreePort.Take()));
        await AgeAsync("joined", 60);
        var port = FreePort.Take();

        Assert.Null(await JoinAsync(port));
        Assert.Equal(port, await PortAsync());
    }

    [Fact]
    public async Task A_silo_that_is_started_again_at_its_place_is_let_in_at_once()
    {
        Assert.Null(await JoinAsync(ListeningPort));

        Assert.Null(await JoinAsync(ListeningPort));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(3, false)]
    public async Task What_the_others_have_voted_dead_counts_as_dead_even_where_it_still_answers(int status, bool isLetIn)
    {
        Assert.Null(await JoinAsync(ListeningPort));
        await AgeAsync("joined", 60);
        await RunAsync("insert into orleans_cluster (deployment_id) values ('a')");
        foreach (var (generation, its) in new[] { (1, 6), (2, status) })
        {
            await RunAsync(
                $"""
                insert into orleans_silo (deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
                values ('a', '127.0.0.1', {ListeningPort}, {generation}, 'one', 'here', {its}, 0, now(), now())
                """);
        }

        Assert.Equal(isLetIn, await JoinAsync(FreePort.Take()) is null);
    }

    [Fact]
    public async Task Who_has_said_nothing_for_long_holds_its_name_no_more()
    {
        Assert.Null(await JoinAsync(ListeningPort));
        await AgeAsync("seen", 31);

        Assert.Null(await JoinAsync(FreePort.Take()));
    }

    [Fact]
    public async Task Of_many_that_start_at_once_one_is_let_in()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => JoinAsync(FreePort.Take())));

        Assert.Single(answers, answer => answer is null);
    }

    [Fact]
    public async Task Who_comes_back_after_another_has_its_name_does_not_speak_for_it_and_takes_it_off_no_list()
    {
        Assert.Null(await JoinAsync(ListeningPort));
        await AgeAsync("seen", 31);
        var port = FreePort.Take();
        Assert.Null(await JoinAsync(port));
        await AgeAsync("seen", 20);

        await Register().BeatAsync(Silo(ListeningPort), default);
        await Register().LeaveAsync(Silo(ListeningPort), default);

        Assert.Equal(port, await PortAsync());
        Assert.Equal(1, await RunAsync("update silo set name = name where seen < clock_timestamp() - interval '19 seconds'"));
        await Register().BeatAsync(Silo(port), default);
        Assert.Equal(0, await RunAsync("update silo set name = name where seen < clock_timestamp() - interval '19 seconds'"));
        await Register().LeaveAsync(Silo(port), default);
        Assert.Equal(0, await RunAsync("update silo set name = name"));
    }

    private static SiloRecord Silo(int port) => new("one", "a", "1.0", "k", new IPEndPoint(IPAddress.Loopback, port));

    private SiloRegister Register() => new(_database.ConnectionString, TimeProvider.System);

    private Task<string?> JoinAsync(int port) => Register().JoinAsync(Silo(port), default);

    private Task<int> AgeAsync(string column, int seconds) => RunAsync($"update silo set {column} = {column} - interval '{seconds} seconds'");

    private async Task<int> PortAsync()
    {
        await using var command = _database.CreateCommand("select port from silo where name = 'one'");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private async Task<int> RunAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }
}
