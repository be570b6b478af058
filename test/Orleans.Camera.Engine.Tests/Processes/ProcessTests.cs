using System.Diagnostics;
using Orleans.Camera.Engine.Silo;
using Orleans.Camera.Engine.Tests.Cluster;
using Xunit.Abstractions;

namespace Orleans.Camera.Engine.Tests.Processes;

/// <summary>What a client outside sees of silos that live, die and freeze.</summary>
[Collection("processes")]
public class ProcessTests(ProcessCluster cluster, ITestOutputHelper output) : IAsyncLifetime
{
    private readonly Journal _journal = new();

    public Task InitializeAsync() => cluster.FillAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Grains_spread_over_processes_stay_where_they_are_and_call_each_other()
    {
        var spread = await cluster.SpreadAsync("spread");

        foreach (var process in spread)
        {
            foreach (var key in process)
            {
                Assert.Equal(process.Key, await Grain(key).GetProcessAsync());
                Assert.Equal(process.Key, await Grain(spread.First(other => other.Key != process.Key).First()).GetProcessOfAsync(key));
            }
        }
    }

    [Fact]
    public async Task Large_messages_come_through_whole()
    {
        var bytes = new byte[3_000_000];
        new Random(7).NextBytes(bytes);

        Assert.Equal(bytes, await Grain("large").EchoAsync(bytes));
    }

    [Fact]
    public async Task A_cancelled_token_reaches_a_grain_of_another_process()
    {
        using var source = new CancellationTokenSource();
        var watcher = new ProcessWatcher(_journal, "token");
        var call = Grain("token").WaitForTokenAsync(cluster.Client.CreateObjectReference<IProcessWatcher>(watcher), source.Token);
        await _journal.Seen("token", "waits");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await _journal.Seen("token", "cancelled");
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task An_object_of_a_client_is_told_everything_by_a_grain_of_any_silo()
    {
        var watcher = new ProcessWatcher(_journal, "told");
        var reference = cluster.Client.CreateObjectReference<IProcessWatcher>(watcher);
        foreach (var process in await cluster.SpreadAsync("told"))
        {
            var grain = Grain(process.First());
            await grain.WatchAsync(reference);
            string[] words = [.. Enumerable.Range(0, 20).Select(i => $"{process.Key} {i}")];
            foreach (var word in words)
            {
                await grain.TellAsync(word);
            }

            // Once each, but Orleans does not promise in which order: whoever needs that numbers what is told.
            foreach (var word in words)
            {
                await _journal.Seen("told", word);
            }

            Assert.Equal(words.Order(), _journal.Of("told").Where(one => one.StartsWith($"{process.Key} ", StringComparison.Ordinal)).Order());
        }

        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task A_killed_silo_is_replaced_and_calls_of_silos_that_wait_for_it_fail_before_their_time_is_up()
    {
        var spread = await cluster.SpreadAsync("killed");
        var victim = cluster.Silos[0];
        var callers = spread.Where(one => one.Key != victim.Id).SelectMany(one => one).ToArray();
        var watcher = new ProcessWatcher(_journal, "killed");
        var reference = cluster.Client.CreateObjectReference<IProcessWatcher>(watcher);
        await Task.WhenAll(callers.Select(caller => Grain(caller).BeginHangingAsync(spread[victim.Id].First(), reference)));
        await _journal.Seen("killed", "hangs");

        var began = Stopwatch.GetTimestamp();
        victim.Kill();
        cluster.Silos.Remove(victim);

        foreach (var key in spread[victim.Id])
        {
            var (_, elapsed) = await cluster.AskUntilAnsweredAsync(key, began, process => process != victim.Id);
            Assert.InRange(elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
            output.WriteLine($"{key} answers after {elapsed.TotalSeconds:0.00} s");
        }

        // A caller whose directory entry lay on the dead silo may have been deactivated with it, and know of no call. A call
        // that is caught on its way is rejected, one that waits for its answer is told that the silo is gone: a matter of moments.
        var faults = await Task.WhenAll(callers.Select(caller => FaultOfAsync(caller, began)));
        string[] told = [nameof(SiloUnavailableException), nameof(OrleansMessageRejectionException)];
        Assert.Contains(faults, fault => told.Contains(fault));
        Assert.All(faults, fault => Assert.Contains(fault, told.Append("none")));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        GC.KeepAlive(watcher);
    }

    /// <summary>Asked again where the question itself was lost with the silo, which was this client's way in.</summary>
    private async Task<string> FaultOfAsync(string caller, long began)
    {
        while (true)
        {
            try
            {
                return await Grain(caller).GetFaultAsync().WaitAsync(TimeSpan.FromSeconds(3));
            }
            catch (TimeoutException) when (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(15))
            {
                // As said.
            }
        }
    }

    [Fact]
    public async Task A_frozen_silo_is_replaced_and_ends_itself_when_it_wakes()
    {
        var spread = await cluster.SpreadAsync("frozen");
        var victim = cluster.Silos[1];

        var began = Stopwatch.GetTimestamp();
        victim.Freeze();
        cluster.Silos.Remove(victim);
        var (_, elapsed) = await cluster.AskUntilAnsweredAsync(spread[victim.Id].First(), began, process => process != victim.Id);
        output.WriteLine($"answers after {elapsed.TotalSeconds:0.00} s");
        var woken = Stopwatch.GetTimestamp();
        victim.Thaw();

        Assert.NotEqual(0, await victim.EndAsync());
        output.WriteLine($"ends {Stopwatch.GetElapsedTime(woken).TotalSeconds:0.00} s after it woke");
    }

    [Fact]
    public async Task A_silo_that_is_asked_to_stop_hands_over_without_a_fault_and_exits_with_zero()
    {
        var spread = await cluster.SpreadAsync("stopped");
        var leaving = cluster.Silos[2];

        leaving.Terminate();
        cluster.Silos.Remove(leaving);

        Assert.Equal(0, await leaving.EndAsync());
        foreach (var key in spread[leaving.Id])
        {
            await cluster.AskUntilAnsweredAsync(key, Stopwatch.GetTimestamp(), process => process != leaving.Id);
        }
    }

    [Fact]
    public async Task A_silo_that_starts_where_another_died_takes_its_place_at_once()
    {
        var victim = cluster.Silos[0];
        var spread = await cluster.SpreadAsync("again");
        victim.Kill();
        await victim.EndAsync();
        cluster.Silos.Remove(victim);

        cluster.Silos.Add(await cluster.StartAsync(victim.SiloPort));

        await cluster.AskUntilAnsweredAsync(spread[victim.Id].First(), Stopwatch.GetTimestamp(), process => process != victim.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Silos_outlive_the_loss_of_their_database(bool frozen)
    {
        var spread = await cluster.SpreadAsync($"database {frozen}");
        var victim = cluster.Silos[0];
        var kept = spread.First(one => one.Key != victim.Id).First();

        await (frozen ? Task.Run(cluster.Postgres.Pause) : cluster.Postgres.StopAsync());
        try
        {
            victim.Kill();
            await victim.EndAsync();
            cluster.Silos.Remove(victim);
            await cluster.AskUntilAnsweredAsync(kept, Stopwatch.GetTimestamp(), process => process != victim.Id);
        }
        finally
        {
            await (frozen ? Task.Run(cluster.Postgres.Resume) : cluster.Postgres.StartAgainAsync());
        }

        var (_, elapsed) = await cluster.AskUntilAnsweredAsync(
            spread[victim.Id].First(), Stopwatch.GetTimestamp(), process => process != victim.Id);
        output.WriteLine($"answers {elapsed.TotalSeconds:0.00} s after the database is back");

        if (!frozen)
        {
            // Grains that never were begin on every silo, whatever became of the connections that each had to the database.
            await Task.WhenAll(Enumerable.Range(0, 60).Select(i => cluster.AskUntilAnsweredAsync($"new {i}", Stopwatch.GetTimestamp(), _ => true)));
        }

        Assert.All(cluster.Silos, silo => Assert.True(Directory.Exists($"/proc/{silo.Id}")));
    }

    [Fact]
    public async Task A_client_of_another_cluster_is_not_let_in() => await Assert.ThrowsAnyAsync<Exception>(() => cluster.ConnectAsync(
        client => client.UseLocalhostClustering(cluster.Silos[0].GatewayPort, "another", "another")));

    private IProcessGrain Grain(string key) => cluster.Client.GetGrain<IProcessGrain>(key);
}

/// <summary>Writes into the journal what it is told.</summary>
internal sealed class ProcessWatcher(Journal journal, string key) : IProcessWatcher
{
    public void Told(string what) => journal.Write(key, what);
}
