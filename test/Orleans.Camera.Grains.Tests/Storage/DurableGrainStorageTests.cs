using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains.Storage;
using Orleans.Camera.Grains.Tests.Cluster;
using Orleans.Camera.Storage;
using Orleans.Storage;
using Orleans.Streams;

namespace Orleans.Camera.Grains.Tests.Storage;

public sealed class DurableGrainStorageTests
{
    public static TheoryData<StoreProvider> Stores => [StoreProvider.Sqlite, StoreProvider.PostgreSql];

    [Theory, MemberData(nameof(Stores))]
    public async Task A_state_outlives_its_activation_and_its_silo_until_it_is_cleared(StoreProvider provider)
    {
        await using var cluster = await StoreCluster.StartAsync(provider);
        var grain = cluster.Client.GetGrain<IKeptGrain>("a");
        Assert.Equal(new Seen("", null, false), await grain.LookAsync());

        var first = await grain.WriteAsync("one");
        var second = await grain.WriteAsync("two");
        Assert.Equal(("two", true), (second.Text, second.Exists));
        Assert.NotEqual(first.Tag, second.Tag);
        await grain.EndAsync();
        Assert.Equal(second, await grain.LookAsync());

        await cluster.EndSiloAsync();
        await cluster.StartSiloAsync();
        Assert.Equal(second, await cluster.AgainAsync(client => client.GetGrain<IKeptGrain>("a").LookAsync()));
        Assert.Equal(new Seen("", null, false), await grain.ClearAsync());
        await grain.EndAsync();
        Assert.Equal(new Seen("", null, false), await grain.LookAsync());
        var again = await grain.WriteAsync("three");
        Assert.DoesNotContain(again.Tag, new[] { first.Tag, second.Tag, null });
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_clients_subscription_outlives_every_silo(StoreProvider provider)
    {
        await using var cluster = await StoreCluster.StartAsync(provider);
        var heard = new Listener();
        await StreamOf(cluster.Client).SubscribeAsync(heard);

        await cluster.EndSiloAsync();
        await cluster.StartSiloAsync();
        await cluster.AgainAsync(client => client.GetGrain<IKeptGrain>("awake").LookAsync());
        await StreamOf(cluster.Client).OnNextAsync("after");

        Assert.Equal("after", await heard.First.Task.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_store_that_is_away_reaches_the_caller_wrapped_and_a_state_that_another_wrote_as_what_it_is()
    {
        await using var cluster = await CameraCluster.StartAsync(1);
        var grain = cluster.Client.GetGrain<IKeptGrain>("a");
        var written = await grain.WriteAsync("one");

        cluster.States.IsAway = true;
        var away = await Assert.ThrowsAsync<OrleansException>(() => grain.WriteAsync("two"));
        cluster.States.IsAway = false;
        Assert.Contains("the test said so", away.Message, StringComparison.Ordinal);
        Assert.Equal(written.Tag, (await grain.LookAsync()).Tag);

        var key = new StateKey("kept", grain.GetGrainId().ToString());
        var stored = await cluster.States.ReadAsync(key, default);
        await cluster.States.WriteAsync(key, stored!.Tag, stored with { Tag = "other" }, default);
        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.WriteAsync("three"));
        Assert.Equal(("other", written.Tag), (conflict.StoredEtag, conflict.CurrentEtag));
        Assert.Equal(new Seen("one", "other", true), await grain.LookAsync());
    }

    [Fact]
    public async Task What_the_grain_changes_while_the_store_is_being_asked_belongs_to_the_next_write()
    {
        await using var cluster = await CameraCluster.StartAsync(1);
        var slow = new SlowStates();
        var storage = new DurableGrainStorage(slow, cluster.Services.GetRequiredService<Orleans.Serialization.Serializer>());
        var state = new GrainState<Kept> { State = new Kept { Text = "one" } };

        var write = storage.WriteStateAsync("kept", GrainId.Create("kept", "a"), state);
        state.State.Text = "two";
        slow.Go.SetResult();
        await write;

        var read = new GrainState<Kept>();
        await storage.ReadStateAsync("kept", GrainId.Create("kept", "a"), read);
        Assert.Equal(("one", state.ETag, true), (read.State!.Text, read.ETag, read.RecordExists));
    }

    private static IAsyncStream<string> StreamOf(IClusterClient client) =>
        client.GetStreamProvider(CameraStreams.Provider).GetStream<string>(StreamId.Create("texts", "a"));

    private sealed class Listener : IAsyncObserver<string>
    {
        public TaskCompletionSource<string> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task OnNextAsync(string item, StreamSequenceToken? token = null)
        {
            First.TrySetResult(item);
            return Task.CompletedTask;
        }

        public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
    }

    private sealed class SlowStates : IGrainStateStore
    {
        private readonly Orleans.Camera.Testing.Cameras.MemoryGrainStateStore _states = new();

        public TaskCompletionSource Go { get; } = new();

        public Task<StoredState?> ReadAsync(StateKey key, CancellationToken cancellationToken) => _states.ReadAsync(key, cancellationToken);

        public async Task<string?> WriteAsync(StateKey key, string? expected, StoredState state, CancellationToken cancellationToken)
        {
            await Go.Task;
            return await _states.WriteAsync(key, expected, state, cancellationToken);
        }

        public Task<string?> ClearAsync(StateKey key, string? expected, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
