using Orleans.Camera.Engine.Tests.Cluster;

namespace Orleans.Camera.Engine.Tests.Timers;

[Collection("engine")]
public class TimerTests(SharedCluster shared)
{
    private readonly EngineCluster _cluster = shared.Cluster;

    [Fact]
    public async Task A_tick_holds_calls_up_until_it_has_ended()
    {
        const string Key = "blocking timer";
        var grain = Grain(Key);
        await grain.StartAsync(interleave: false);
        await _cluster.Journal.Seen(Key, "tick 1 begins");

        var call = grain.CallAsync();
        _cluster.Journal.Open($"{Key} tick 1");
        await call;

        var entries = _cluster.Journal.Of(Key).ToList();
        Assert.True(entries.IndexOf("tick 1 ends") < entries.IndexOf("call"));
        _cluster.Journal.Open($"{Key} tick 2");
    }

    [Fact]
    public async Task A_tick_that_may_interleave_holds_nothing_up()
    {
        const string Key = "interleaving timer";
        var grain = Grain(Key);
        await grain.StartAsync(interleave: true);
        await _cluster.Journal.Seen(Key, "tick 1 begins");

        await grain.CallAsync();

        Assert.DoesNotContain("tick 1 ends", _cluster.Journal.Of(Key));
        _cluster.Journal.Open($"{Key} tick 1");
    }

    [Fact]
    public async Task A_tick_that_throws_does_not_stop_the_timer()
    {
        await Grain("failing timer").StartFailingAsync();

        await _cluster.Journal.Seen("failing timer", "tick 2");
    }

    [Fact]
    public async Task A_disposed_timer_cancels_its_token_and_ticks_no_more()
    {
        const string Key = "stopped timer";
        await Grain(Key).StartThatStopsItselfAsync();
        await _cluster.Journal.Seen(Key, "cancelled True");
        await Grain(Key).CallAsync();

        Assert.Equal(["cancelled True", "call"], _cluster.Journal.Of(Key));
    }

    [Fact]
    public async Task A_change_inside_a_tick_plans_the_next_one()
    {
        await Grain("changed timer").StartThatChangesItselfAsync();

        await _cluster.Journal.Seen("changed timer", "tick 3");
    }

    [Fact]
    public async Task Timers_are_disposed_before_OnDeactivateAsync()
    {
        const string Key = "ended timer";
        var grain = Grain(Key);
        await grain.StartAsync(interleave: true);
        await _cluster.Journal.Seen(Key, "tick 1 begins");
        _cluster.Journal.Open($"{Key} tick 1");
        await _cluster.Journal.Seen(Key, "tick 2 begins");
        await grain.DeactivateAsync();
        _cluster.Journal.Open($"{Key} tick 2");
        await _cluster.Journal.Seen(Key, "OnDeactivateAsync, timer cancelled: True");

        Assert.Equal("OnDeactivateAsync, timer cancelled: True", _cluster.Journal.Of(Key)[^1]);
    }

    private ITimerGrain Grain(string key) => _cluster.Client(0).GetGrain<ITimerGrain>(key);
}
