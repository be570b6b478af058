using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Runtime.Placement;
using Orleans.Storage;

namespace Orleans.Camera.Engine.Tests.State;

/// <summary>Has silos of its own: the store is told to fail.</summary>
public sealed class StateTests : IAsyncLifetime
{
    private EngineCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await EngineCluster.StartAsync(2);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_state_is_read_before_the_first_call_and_keeps_its_tag_and_whether_it_exists()
    {
        var grain = Grain("plain");

        Assert.Equal(new Seen(0, null, false), await grain.LookAsync());
        Assert.Equal(1, _cluster.Storage.Count("read plain"));
        Assert.Equal(new Seen(5, "1", true), await grain.WriteAsync(5));
        Assert.Equal(new Seen(6, "2", true), await grain.WriteAsync(6));
        Assert.Equal(new Seen(6, "2", true), await grain.ReadAsync());
        Assert.Equal(new Seen(0, null, false), await grain.ClearAsync());
    }

    [Fact]
    public async Task A_fault_of_the_store_reaches_the_caller_wrapped_and_changes_no_tag()
    {
        var grain = Grain("fault");
        await grain.WriteAsync(1);
        _cluster.Storage.Before = (kind, key) => (kind, key) == ("write", "fault") ? throw new IOException("disk full") : Task.CompletedTask;

        var failure = await Assert.ThrowsAsync<OrleansException>(() => grain.WriteAsync(2));
        _cluster.Storage.Before = null;

        Assert.Contains("disk full", failure.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(failure.InnerException);
        Assert.Equal(new Seen(2, "1", true), await grain.LookAsync());
    }

    [Fact]
    public async Task A_conflict_keeps_its_type_and_ends_the_activation()
    {
        var grain = Grain("conflict");
        await grain.WriteAsync(1);
        var activation = await grain.GetActivationAsync();
        _cluster.Storage.Overwrite(grain.GetGrainId().ToString());

        var failure = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.WriteAsync(2));

        Assert.Equal(("101", "1"), (failure.StoredEtag, failure.CurrentEtag));
        Assert.Equal(new Seen(1, "101", true), await grain.LookAsync());
        Assert.NotEqual(activation, await grain.GetActivationAsync());
    }

    [Fact]
    public async Task Writes_of_one_turn_become_one_write_of_the_last_value()
    {
        Assert.Equal(new Seen(3, "1", true), await Grain("merged").WriteThriceAsync());

        Assert.Equal(1, _cluster.Storage.Count("write merged"));
    }

    [Fact]
    public async Task A_state_migrates_with_its_grain_and_is_not_read_again()
    {
        var grain = Grain("migrates");
        await grain.WriteAsync(7);
        var activation = await grain.GetActivationAsync();

        RequestContext.Set(IPlacementDirector.PlacementHintKey, _cluster.Address(1));
        await grain.MigrateAsync();

        while (await grain.GetActivationAsync() == activation)
        {
            // The call came before the migration began.
        }

        Assert.Equal(new Seen(7, "1", true), await grain.LookAsync());
        Assert.Equal(1, _cluster.Storage.Count("read migrates"));
    }

    [Fact]
    public async Task A_grain_whose_store_is_missing_cannot_begin_and_says_which()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(
            () => _cluster.Client(0).GetGrain<IStorelessGrain>("x").CallAsync());

        Assert.Contains("no such store", failure.ToString(), StringComparison.Ordinal);
    }

    private IStateGrain Grain(string key) => _cluster.Client(0).GetGrain<IStateGrain>(key);
}
