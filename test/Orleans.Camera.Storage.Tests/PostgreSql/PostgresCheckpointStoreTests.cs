using Npgsql;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Storage.Tests.Faults;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Storage.Tests.PostgreSql;

[Collection(PostgresCollection.Name)]
public sealed class PostgresCheckpointStoreTests(SharedPostgres postgres) : CheckpointStoreTests
{
    private readonly TemporaryFolder _folder = new();
    private string _connectionString = "";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Two_owners_never_both_commit_a_number_whatever_is_lost_on_the_way(int seed)
    {
        var history = new History();
        await Task.WhenAll(RunOwnerAsync("silo-1", seed, history), RunOwnerAsync("silo-2", -seed, history));

        await history.CheckAsync(Store);
    }

    [Fact]
    public async Task A_write_of_a_replaced_owner_that_arrives_late_stores_nothing()
    {
        await using var proxy = new CuttingProxy(postgres.Server.Port);
        await using var far = TestStore.Of(Options(proxy, TimeSpan.FromSeconds(1)));
        var old = await CommitAsync(Writes.Claim(await far.Checkpoints.ReadAsync(Writes.Camera, default), "a"));
        proxy.Next = Fault.Held;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => far.Checkpoints.CommitAsync(Writes.Next(old, 2), default));
        await proxy.Held;
        var taken = await CommitAsync(Writes.Claim(old, "b"));
        var write = Writes.Next(taken, 1);
        await CommitAsync(write);

        await proxy.ReleaseAsync();

        Assert.Equal(write.Events, await Store.ReadEventsAsync(Writes.Camera, 0, 10, default));
        Assert.Equal(write.Next.Tag, (await Store.ReadAsync(Writes.Camera, default))!.Tag);
    }

    [Fact]
    public async Task Every_commit_reaches_the_disk_of_the_server_and_its_time_is_bounded_there()
    {
        await using var database = new Storage.PostgreSql.PostgresDatabase(Options(null, TimeSpan.FromSeconds(1)), TimeProvider.System);

        var settings = await database.CallAsync(
            async connection =>
            {
                using var command = new NpgsqlCommand(
                    "select string_agg(current_setting(name), ' ' order by name) from pg_settings where name in " +
                    "('synchronous_commit', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')", connection);
                return (string)(await command.ExecuteScalarAsync())!;
            },
            default);

        Assert.Equal("800ms 800ms 800ms on", settings);
    }

    [Fact]
    public async Task A_row_that_another_session_keeps_locked_makes_the_store_unavailable_not_the_caller_wait()
    {
        var claim = await CommitAsync(Writes.Claim(null, "a"));
        await using var impatient = TestStore.Of(Options(null, TimeSpan.FromSeconds(1)));
        await using var other = new NpgsqlConnection(_connectionString);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await new NpgsqlCommand("update camera_state set frame = 1", other, transaction).ExecuteNonQueryAsync();
        var write = Writes.Next(claim, 1);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => impatient.Checkpoints.CommitAsync(write, default));

        await transaction.RollbackAsync();
        Assert.Equal(CommitOutcome.Committed, await impatient.Checkpoints.CommitAsync(write, default));
        Assert.Equal(write.Events, await Store.ReadEventsAsync(Writes.Camera, 0, 10, default));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_without_the_password()
    {
        await using var store = TestStore.Of(PostgresCollection.Options("Host=127.0.0.1;Port=1;Username=u;Password=canary-7;Database=d", _folder));

        var faults = new[]
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Checkpoints.ReadAsync("x", default)),
            await Assert.ThrowsAsync<StoreUnavailableException>(store.PrepareAsync),
        };

        Assert.All(faults, fault => Assert.Contains("127.0.0.1:1/d", fault.Message, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain("canary-7", fault.ToString(), StringComparison.Ordinal));
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private protected override async Task<TestStore> MakeAsync()
    {
        _connectionString = await postgres.Server.CreateDatabaseAsync();
        return await TestStore.PreparedAsync(Options(null));
    }

    private protected override async Task ExecuteAsync(TestStore store, string sql)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await new NpgsqlCommand(sql, connection).ExecuteNonQueryAsync();
    }

    private async Task RunOwnerAsync(string name, int seed, History history)
    {
        await using var proxy = new CuttingProxy(postgres.Server.Port);
        await using var store = TestStore.Of(Options(proxy));
        await new Owner(name, new FaultyStore(store.Checkpoints, fault => proxy.Next = fault), new Random(seed), history).RunAsync(40);
    }

    private StoreOptions Options(CuttingProxy? proxy, TimeSpan? limit = null) => PostgresCollection.Options(
        proxy is null ? _connectionString : new NpgsqlConnectionStringBuilder(_connectionString) { Port = proxy.Port }.ConnectionString,
        _folder, limit);
}
