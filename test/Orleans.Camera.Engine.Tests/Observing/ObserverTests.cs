using System.Runtime.CompilerServices;
using Orleans.Camera.Engine.Tests.Cluster;

namespace Orleans.Camera.Engine.Tests.Observing;

[Collection("engine")]
public class ObserverTests(SharedCluster shared)
{
    private readonly EngineCluster _cluster = shared.Cluster;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_observer_is_told_and_asked_wherever_the_grain_is(int silo)
    {
        var key = $"watched {silo}";
        var watcher = new Watcher(_cluster.Journal, key);
        var grain = _cluster.On<IWatchedGrain>(silo, key);
        await grain.SubscribeAsync(_cluster.Client(0).CreateObjectReference<IWatcher>(watcher));

        await grain.TellAsync("news");

        await _cluster.Journal.Seen(key, "news");
        Assert.Equal($"why {key}", await grain.AskAsync("why"));
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task An_observer_that_throws_does_not_disturb_the_grain()
    {
        const string Key = "throwing watcher";
        var watcher = new Watcher(_cluster.Journal, Key);
        var grain = Grain(Key);
        await grain.SubscribeAsync(_cluster.Client(0).CreateObjectReference<IWatcher>(watcher));

        await grain.TellAsync("throw");
        await grain.TellAsync("after");

        await _cluster.Journal.Seen(Key, "after");
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task News_arrive_in_the_order_in_which_they_were_told()
    {
        const string Key = "order";
        var watcher = new Watcher(_cluster.Journal, Key);
        var grain = Grain(Key);
        await grain.SubscribeAsync(_cluster.Client(0).CreateObjectReference<IWatcher>(watcher));

        for (var i = 0; i < 100; i++)
        {
            await grain.TellAsync($"{i}");
        }

        await _cluster.Journal.Seen(Key, "99");
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), _cluster.Journal.Of(Key));
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task The_object_itself_cannot_be_passed()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => Grain("raw").SubscribeAsync(new Watcher(_cluster.Journal, "raw")));
    }

    [Fact]
    public async Task A_deleted_observer_is_told_nothing_more()
    {
        const string Key = "deleted";
        var watcher = new Watcher(_cluster.Journal, Key);
        var grain = Grain(Key);
        var reference = _cluster.Client(0).CreateObjectReference<IWatcher>(watcher);
        await grain.SubscribeAsync(reference);
        await grain.TellAsync("before");
        await _cluster.Journal.Seen(Key, "before");

        _cluster.Client(0).DeleteObjectReference<IWatcher>(reference);
        await grain.TellAsync("after");

        var other = new Watcher(_cluster.Journal, Key);
        await grain.SubscribeAsync(_cluster.Client(0).CreateObjectReference<IWatcher>(other));
        await grain.TellAsync("to the other");
        await _cluster.Journal.Seen(Key, "to the other");
        Assert.Equal(["before", "to the other"], _cluster.Journal.Of(Key));
        GC.KeepAlive(watcher);
        GC.KeepAlive(other);
    }

    [Fact]
    public async Task The_engine_does_not_keep_an_observer_alive()
    {
        var watcher = await SubscribeAndForgetAsync(Grain("weak"));

        for (var i = 0; i < 20 && watcher.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.False(watcher.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> SubscribeAndForgetAsync(IWatchedGrain grain)
    {
        var watcher = new Watcher(_cluster.Journal, "weak");
        await grain.SubscribeAsync(_cluster.Client(0).CreateObjectReference<IWatcher>(watcher));
        await grain.TellAsync("alive");
        await _cluster.Journal.Seen("weak", "alive");
        return new WeakReference(watcher);
    }

    private IWatchedGrain Grain(string key) => _cluster.Client(0).GetGrain<IWatchedGrain>(key);
}
