using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Storage.Sqlite;
using Orleans.Camera.Storage.Tests.Faults;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Storage.Tests.Sqlite;

public sealed class SqliteCheckpointStoreTests : CheckpointStoreTests
{
    private readonly TemporaryFolder _folder = new();

    private StoreOptions Options => SqliteStores.Options(_folder);

    [Fact]
    public async Task Two_owners_never_both_commit_a_number_whatever_is_lost_on_the_way()
    {
        for (var seed = 1; seed <= 8; seed++)
        {
            await using var store = await TestStore.PreparedAsync(new StoreOptions
            {
                Path = _folder[$"{seed}.db"], KeyFile = Options.KeyFile, MayCreateKey = true,
            });
            var history = new History();
            var owners = Enumerable.Range(0, 2).Select(n => new Owner($"silo-{n}", new FaultyStore(store.Checkpoints), new Random((seed * 10) + n), history));

            await Task.WhenAll(owners.Select(owner => Task.Run(() => owner.RunAsync(40))));

            await history.CheckAsync(store.Checkpoints);
        }
    }

    [Fact]
    public async Task A_file_that_is_in_use_is_refused_with_a_clear_error()
    {
        await CommitAsync(Writes.Claim(null, "a"));
        await using var second = TestStore.Of(Options);

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(second.PrepareAsync);

        Assert.Contains("in use by another process", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_a_clear_error()
    {
        var path = _folder["notes.txt"];
        await File.WriteAllTextAsync(path, new string('x', 5000));
        await using var store = TestStore.Of(new StoreOptions { Path = path, KeyFile = Options.KeyFile, MayCreateKey = true });

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(store.PrepareAsync);

        Assert.Contains("notes.txt", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_commit_reaches_the_disk()
    {
        await using var store = await TestStore.PreparedAsync(new StoreOptions
        {
            Path = _folder["other.db"], KeyFile = Options.KeyFile, MayCreateKey = true,
        });

        Assert.Equal("2 wal", await SqliteStores.QueryAsync(
            store, "select (select synchronous from pragma_synchronous) || ' ' || (select journal_mode from pragma_journal_mode)"));
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private protected override Task<TestStore> MakeAsync() => TestStore.PreparedAsync(Options);

    private protected override Task ExecuteAsync(TestStore store, string sql) =>
        store.Services.GetRequiredService<SqliteDatabase>().CallAsync(connection => connection.Run(sql), default);
}
