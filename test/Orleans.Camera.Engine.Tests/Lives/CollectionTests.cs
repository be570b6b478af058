using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Configuration;

namespace Orleans.Camera.Engine.Tests.Lives;

/// <summary>Idle activations, on silos that look for them often; and the end of a silo.</summary>
public sealed class CollectionTests : IAsyncLifetime
{
    private EngineCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await EngineCluster.StartAsync(2, silo =>
        silo.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionQuantum = TimeSpan.FromSeconds(0.5);
            options.CollectionAge = TimeSpan.FromSeconds(1);
        }));

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task An_idle_activation_is_collected_though_its_timer_ticks_and_one_with_KeepAlive_is_not()
    {
        var idle = _cluster.Client(0).GetGrain<ILifeGrain>("idle");
        var ticking = _cluster.Client(0).GetGrain<ILifeGrain>("ticking");
        var keptByTimer = _cluster.Client(0).GetGrain<ILifeGrain>("kept by timer");
        var kept = _cluster.Client(0).GetGrain<IKeptGrain>("kept");
        var activation = await kept.GetActivationAsync();
        await keptByTimer.StartTimerAsync(keepAlive: true);
        await ticking.StartTimerAsync(keepAlive: false);
        await idle.GetActivationAsync();

        await _cluster.Journal.Seen("idle", "OnDeactivateAsync ActivationIdle");
        await _cluster.Journal.Seen("ticking", "OnDeactivateAsync ActivationIdle");

        Assert.Contains("tick", _cluster.Journal.Of("ticking"));
        Assert.Equal(activation, await kept.GetActivationAsync());
        Assert.DoesNotContain("OnDeactivateAsync ActivationIdle", _cluster.Journal.Of("kept by timer"));
    }

    [Fact]
    public async Task When_a_silo_stops_its_grains_deactivate_and_answer_on_another()
    {
        var grain = _cluster.On<ILifeGrain>(1, "survivor");
        Assert.Equal(_cluster.Address(1), await grain.GetSiloAsync());
        RequestContext.Clear();

        await _cluster.StopAsync(1);

        Assert.Contains("OnDeactivateAsync ShuttingDown", _cluster.Journal.Of("survivor"));
        Assert.Equal(_cluster.Address(0), await grain.GetSiloAsync());
    }
}
