using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Placement;

namespace Orleans.Camera.Engine.Tests.Placing;

public sealed class PlacementTests : IAsyncLifetime
{
    private EngineCluster _cluster = null!;

    private SiloAddress Last => new[] { _cluster.Address(0), _cluster.Address(1) }.Max()!;

    public async Task InitializeAsync() => _cluster = await EngineCluster.StartAsync(2, silo =>
    {
        silo.AddPlacementDirector<NamedSiloPlacement, NamedSiloDirector>();
        silo.Services.AddPlacementFilter<LastSiloFilter, LastSiloFilterDirector>(ServiceLifetime.Singleton);
    });

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_director_of_our_own_places_once_and_is_not_asked_again()
    {
        var grain = _cluster.Client(0).GetGrain<IPlacedGrain>("placed");

        Assert.Equal(Last, await grain.GetSiloAsync());
        Assert.Equal(Last, await grain.GetSiloAsync());
        Assert.Equal(Last, await _cluster.Client(1).GetGrain<IPlacedGrain>("placed").GetSiloAsync());

        Assert.Equal(["director, property from the attribute, 2 silos"], _cluster.Journal.Of("placed"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_hint_in_the_request_context_reaches_the_director(int silo) =>
        Assert.Equal(_cluster.Address(silo), await _cluster.On<IPlacedGrain>(silo, $"hint {silo}").GetSiloAsync());

    [Fact]
    public async Task A_fault_of_the_director_reaches_the_caller_with_its_type_and_text()
    {
        var failure = await Assert.ThrowsAsync<SiloUnavailableException>(
            () => _cluster.Client(0).GetGrain<IPlacedGrain>("nowhere").GetSiloAsync());

        Assert.Contains("No GPU is free", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_narrows_the_silos_that_the_director_sees_and_a_hint_cannot_widen_them()
    {
        var notLast = _cluster.Address(0).Equals(Last) ? 1 : 0;

        Assert.Equal(Last, await _cluster.On<IFilteredGrain>(notLast, "filtered").GetSiloAsync());

        Assert.Equal("filter 1 of 2", _cluster.Journal.Of("filtered")[0]);
        Assert.Contains("director, property from the attribute, 1 silos", _cluster.Journal.Of("filtered"));
    }
}
