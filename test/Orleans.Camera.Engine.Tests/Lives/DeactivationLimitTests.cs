using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Configuration;
using Orleans.Concurrency;

namespace Orleans.Camera.Engine.Tests.Lives;

public class DeactivationLimitTests
{
    [Fact]
    public async Task The_time_to_deactivate_runs_while_a_call_still_does()
    {
        await using var cluster = await EngineCluster.StartAsync(1, silo => silo.Configure<GrainCollectionOptions>(
            options => options.DeactivationTimeout = TimeSpan.FromMilliseconds(100)));
        var grain = cluster.Client(0).GetGrain<ILingeringGrain>("lingering");
        var call = grain.LastAsync(TimeSpan.FromMilliseconds(300));
        await cluster.Journal.Seen("lingering", "call begins");

        await grain.DeactivateAsync();
        await call;

        await cluster.Journal.Seen("lingering", "OnDeactivateAsync, out of time: True");
    }
}

public interface ILingeringGrain : IGrainWithStringKey
{
    Task LastAsync(TimeSpan time);

    [AlwaysInterleave]
    Task DeactivateAsync();
}

public sealed class LingeringGrain(Journal journal) : Grain, ILingeringGrain
{
    public Task LastAsync(TimeSpan time)
    {
        journal.Write(this.GetPrimaryKeyString(), "call begins");
        return Task.Delay(time, TimeProvider.System);
    }

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write(this.GetPrimaryKeyString(), $"OnDeactivateAsync, out of time: {cancellationToken.IsCancellationRequested}");
        return Task.CompletedTask;
    }
}
