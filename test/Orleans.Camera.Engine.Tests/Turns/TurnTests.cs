using Orleans.Camera.Engine.Tests.Cluster;

namespace Orleans.Camera.Engine.Tests.Turns;

[Collection("engine")]
public class TurnTests(SharedCluster shared)
{
    private readonly EngineCluster _cluster = shared.Cluster;

    [Fact]
    public async Task Calls_of_one_grain_run_one_after_another()
    {
        var grain = _cluster.Client(0).GetGrain<ITurnGrain>(nameof(Calls_of_one_grain_run_one_after_another));

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => grain.AddSlowlyAsync()));

        Assert.Equal(200, await grain.GetSumAsync());
    }

    [Fact]
    public async Task Turns_of_a_reentrant_grain_still_never_overlap()
    {
        var grain = _cluster.Client(0).GetGrain<IReentrantTurnGrain>(nameof(Turns_of_a_reentrant_grain_still_never_overlap));

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => grain.AddSlowlyAsync()));

        Assert.Equal(200, await grain.GetSumAsync());
    }

    [Fact]
    public async Task An_await_comes_back_to_the_turn_and_Task_Run_and_ConfigureAwait_false_leave_it()
    {
        var grain = _cluster.Client(0).GetGrain<ITurnGrain>("where");

        Assert.Equal(
            "default=False await=True Task.Run=False StartNew=True ConfigureAwait(false)=False", await grain.WhereAmIAsync());
    }

    [Theory]
    [InlineData("nothing", "touched")]
    [InlineData("Task.Run", "refused")]
    [InlineData("ConfigureAwait(false)", "refused")]
    public async Task State_can_be_touched_in_turns_only(string how, string expected)
    {
        var grain = _cluster.Client(0).GetGrain<ITurnGrain>($"touch {how}");

        Assert.Equal(expected, await grain.TouchStateAfterAsync(how));
    }

    [Fact]
    public async Task A_call_waits_for_the_one_before_it_even_while_that_one_awaits()
    {
        const string Key = "queue";
        var grain = _cluster.Client(0).GetGrain<ITurnGrain>(Key);
        var first = grain.EnterAsync("a");
        await _cluster.Journal.Seen(Key, "in a");
        var second = grain.EnterAsync("b");
        await grain.EnterBesideAsyncOpened(_cluster.Journal, Key, "beside");

        _cluster.Journal.Open($"{Key} b");
        _cluster.Journal.Open($"{Key} a");
        await Task.WhenAll(first, second);

        Assert.Equal(["in a", "in beside", "out beside", "out a", "in b", "out b"], _cluster.Journal.Of(Key));
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_interleave()
    {
        const string Key = "reentrant";
        var grain = _cluster.Client(0).GetGrain<IReentrantTurnGrain>(Key);
        var first = grain.EnterAsync("a");
        await _cluster.Journal.Seen(Key, "in a");
        var second = grain.EnterAsync("b");
        await _cluster.Journal.Seen(Key, "in b");

        _cluster.Journal.Open($"{Key} b");
        await second;
        _cluster.Journal.Open($"{Key} a");
        await first;

        Assert.Equal(["in a", "in b", "out b", "out a"], _cluster.Journal.Of(Key));
    }

    [Fact]
    public async Task Calls_that_only_read_interleave_and_a_call_that_writes_waits_for_the_first_of_them()
    {
        const string Key = "readers";
        var grain = _cluster.Client(0).GetGrain<ITurnGrain>(Key);
        var first = grain.EnterReadingAsync("a");
        await _cluster.Journal.Seen(Key, "in a");
        var writer = grain.EnterAsync("w");
        var second = grain.EnterReadingAsync("b");
        await _cluster.Journal.Seen(Key, "in b");

        _cluster.Journal.Open($"{Key} b");
        await second;
        _cluster.Journal.Open($"{Key} w");
        _cluster.Journal.Open($"{Key} a");
        await Task.WhenAll(first, writer);

        Assert.Equal(["in a", "in b", "out b", "out a", "in w", "out w"], _cluster.Journal.Of(Key));
    }

    [Fact]
    public async Task A_one_way_call_returns_before_the_grain_is_done_and_hides_its_fault()
    {
        const string Key = "oneway";
        var grain = _cluster.Client(0).GetGrain<ITurnGrain>(Key);

        await grain.EnterOneWayAsync("a");
        await _cluster.Journal.Seen(Key, "in a");
        Assert.DoesNotContain("out a", _cluster.Journal.Of(Key));
        _cluster.Journal.Open($"{Key} a");
        await _cluster.Journal.Seen(Key, "out a");
        await grain.FailOneWayAsync();
    }
}

internal static class TurnGrainSteps
{
    /// <summary>Goes through a gate that is already open: done when the grain has interleaved this call.</summary>
    public static Task EnterBesideAsyncOpened(this ITurnGrain grain, Journal journal, string key, string name)
    {
        journal.Open($"{key} {name}");
        return grain.EnterBesideAsync(name);
    }
}
