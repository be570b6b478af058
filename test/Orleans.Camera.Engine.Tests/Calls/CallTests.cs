using Orleans.Camera.Engine.Tests.Cluster;

namespace Orleans.Camera.Engine.Tests.Calls;

[Collection("engine")]
public class CallTests(SharedCluster shared)
{
    private readonly EngineCluster _cluster = shared.Cluster;

    [Fact]
    public async Task A_call_in_a_circle_ends_in_a_time_out()
    {
        var (first, second) = (Grain("circle a"), Grain("circle b"));

        Assert.Equal("time-out", await first.CallInCircleAsync(second));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_time_out_does_not_cancel_the_call(int silo)
    {
        var key = $"outlive {silo}";
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAsync<TimeoutException>(
            () => _cluster.On<ICallGrain>(silo, key).OutliveTheCallerAsync(source.Token));
        _cluster.Journal.Open($"{key} outlive");

        await _cluster.Journal.Seen(key, "cancelled False");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_cancelled_token_reaches_the_grain_and_frees_the_caller(int silo)
    {
        var key = $"token {silo}";
        using var source = new CancellationTokenSource();
        var call = _cluster.On<ICallGrain>(silo, key).WaitForTokenAsync(source.Token);
        await _cluster.Journal.Seen(key, "waits");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await _cluster.Journal.Seen(key, "token came");
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_stops_the_call_before_it_leaves()
    {
        var grain = Grain("cancelled before");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.WaitForTokenAsync(new CancellationToken(true)));

        Assert.DoesNotContain("waits", _cluster.Journal.Of("cancelled before"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task The_request_context_goes_down_with_calls_and_never_comes_back_up(int silo)
    {
        RequestContext.Set("outer", "from the test");
        var next = Grain($"context next {silo}");
        var grain = _cluster.On<ICallGrain>(silo, $"context {silo}");

        Assert.Equal("from the test, from the grain, from the test", await grain.PassContextOnAsync(next));
        Assert.Null(RequestContext.Get("inner"));
        Assert.Equal("from the test", RequestContext.Get("outer"));
    }

    [Fact]
    public async Task A_reference_to_an_interface_without_a_class_cannot_be_made_or_called()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => _cluster.Client(0).GetGrain<INobodysGrain>("x").CallAsync());
    }

    private ICallGrain Grain(string key) => _cluster.Client(0).GetGrain<ICallGrain>(key);
}

public interface INobodysGrain : IGrainWithStringKey
{
    Task CallAsync();
}
