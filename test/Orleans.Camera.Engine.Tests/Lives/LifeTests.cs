using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Runtime.Placement;

namespace Orleans.Camera.Engine.Tests.Lives;

[Collection("engine")]
public class LifeTests(SharedCluster shared)
{
    private readonly EngineCluster _cluster = shared.Cluster;

    [Fact]
    public async Task A_life_goes_from_constructor_through_stages_to_OnActivate_and_back_from_OnDeactivate_to_Dispose()
    {
        var grain = Grain("whole");

        await grain.GetActivationAsync();
        await grain.DeactivateAsync();
        await _cluster.Journal.Seen("whole", "Dispose");

        Assert.Equal(
            [
                "constructor", "stage starts", "OnActivateAsync", "OnDeactivateAsync ApplicationRequested", "stage stops", "Dispose",
            ],
            _cluster.Journal.Of("whole"));
    }

    [Fact]
    public async Task A_running_call_ends_before_the_activation_does()
    {
        var grain = Grain("busy");
        var call = grain.StayAsync();
        await _cluster.Journal.Seen("busy", "call begins");

        await grain.DeactivateBesideAsync();
        _cluster.Journal.Open("busy call");
        await call;
        await _cluster.Journal.Seen("busy", "Dispose");

        var entries = _cluster.Journal.Of("busy").ToList();
        Assert.True(entries.IndexOf("call ends") < entries.IndexOf("OnDeactivateAsync ApplicationRequested"));
    }

    [Fact]
    public async Task A_call_during_deactivation_waits_and_goes_to_the_next_activation()
    {
        var grain = Grain("slow");
        var before = await grain.GetActivationAsync();
        await grain.DeactivateAsync();
        await _cluster.Journal.Seen("slow", "OnDeactivateAsync ApplicationRequested");

        var call = grain.GetActivationAsync();
        Assert.False(call.IsCompleted);
        _cluster.Journal.Open("slow deactivation");

        Assert.NotEqual(before, await call);
        var entries = _cluster.Journal.Of("slow").ToList();
        Assert.True(entries.IndexOf("Dispose") < entries.LastIndexOf("constructor"));
    }

    [Fact]
    public async Task A_failing_OnActivate_fails_the_call_and_the_next_call_tries_again()
    {
        var grain = Grain("fails once");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => grain.GetActivationAsync());
        Assert.Contains("cannot begin", failure.ToString(), StringComparison.Ordinal);

        Assert.NotEqual(Guid.Empty, await grain.GetActivationAsync());
        Assert.DoesNotContain(_cluster.Journal.Of("fails once"), entry => entry.StartsWith("OnDeactivate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_callers_anywhere_meet_one_activation()
    {
        var calls = Enumerable.Range(0, 40)
            .Select(i => _cluster.Client(i % 2).GetGrain<ILifeGrain>("one").GetActivationAsync());

        Assert.Single((await Task.WhenAll(calls)).Distinct());
    }

    [Fact]
    public async Task A_migrating_grain_takes_its_memory_to_the_silo_of_the_hint()
    {
        var grain = Grain("moves");
        Assert.Equal(_cluster.Address(0), await grain.GetSiloAsync());

        RequestContext.Set(IPlacementDirector.PlacementHintKey, _cluster.Address(1));
        await grain.MigrateAsync(42);
        await _cluster.Journal.Seen("moves", "OnRehydrate");

        Assert.Equal(42, await grain.GetMemoryAsync());
        Assert.Equal(_cluster.Address(1), await grain.GetSiloAsync());
        var entries = _cluster.Journal.Of("moves").ToList();
        Assert.Contains("OnDeactivateAsync Migrating", entries);
        Assert.True(entries.IndexOf("stage stops") < entries.IndexOf("OnDehydrate"));
        Assert.True(entries.IndexOf("OnRehydrate") < entries.LastIndexOf("stage starts"));
    }

    private ILifeGrain Grain(string key) => _cluster.Client(0).GetGrain<ILifeGrain>(key);
}
