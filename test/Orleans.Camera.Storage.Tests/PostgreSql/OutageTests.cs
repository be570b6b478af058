using System.Diagnostics;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Storage.Tests.Faults;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Storage.Tests.PostgreSql;

/// <summary>A server of its own for each test: it is frozen and killed.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PostgresServer _server = null!;
    private StoreOptions _options = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _options = PostgresCollection.Options(await _server.CreateDatabaseAsync(), _folder);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_frozen_server_is_unavailable_within_five_seconds_and_afterwards_everything_is_right()
    {
        await using var store = await TestStore.PreparedAsync(_options);
        var cameras = Enumerable.Range(1, 40).Select(n => $"camera-{n}").ToArray();
        var writes = await Task.WhenAll(cameras.Select(async camera =>
        {
            var claim = Writes.Claim(null, "a") with { Camera = camera };
            Assert.Equal(CommitOutcome.Committed, await store.Checkpoints.CommitAsync(claim, default));
            return Writes.Next(claim.Next, 3) with { Camera = camera };
        }));
        _server.Pause();
        var watch = Stopwatch.StartNew();

        // Again: connections that are made now hang as well.
        for (var round = 1; round <= 2; round++)
        {
            await Task.WhenAll(writes.Select(write => Assert.ThrowsAsync<StoreUnavailableException>(() => store.Checkpoints.CommitAsync(write, default))));
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5) * round);
        }

        _server.Resume();
        foreach (var write in writes)
        {
            await UntilAnsweredAsync(store.Checkpoints, write);
            Assert.Equal(write.Events, await store.Checkpoints.ReadEventsAsync(write.Camera, 0, 10, default));
        }
    }

    [Fact]
    public async Task A_server_that_is_killed_and_comes_back_has_exactly_what_was_committed()
    {
        await (await TestStore.PreparedAsync(_options)).DisposeAsync();
        var restart = Task.CompletedTask;
        var history = new History(() => restart)
        {
            Committed = count =>
            {
                if (count is 15 or 40)
                {
                    restart = RestartAsync(restart);
                }
            },
        };
        var owners = Enumerable.Range(1, 2).Select(n => RunOwnerAsync($"silo-{n}", n, history));

        await Task.WhenAll(owners);

        await restart;
        await using var fresh = TestStore.Of(_options);
        await history.CheckAsync(fresh.Checkpoints);
    }

    private static async Task UntilAnsweredAsync(ICheckpointStore store, CheckpointWrite write)
    {
        while (true)
        {
            try
            {
                Assert.Equal(CommitOutcome.Committed, await store.CommitAsync(write, default));
                return;
            }
            catch (StoreUnavailableException)
            {
                // Connections that broke while it was frozen.
            }
        }
    }

    /// <summary>One after the other: two servers cannot have the same data.</summary>
    private async Task RestartAsync(Task before)
    {
        await before;
        await _server.KillAsync();
        await _server.StartAgainAsync();
    }

    private async Task RunOwnerAsync(string name, int seed, History history)
    {
        await using var store = TestStore.Of(_options);
        await new Owner(name, new FaultyStore(store.Checkpoints), new Random(seed), history).RunAsync(60);
    }
}
