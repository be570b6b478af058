using System.Net;
using Orleans.Camera.Core.Workers;
using Orleans.Camera.Placement.Cameras;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Placement.Workers;
using Orleans.Runtime.Placement;

namespace Orleans.Camera.Placement.Tests.Workers;

public class SlotDirectorTests
{
    private static readonly SiloDevice _cpu = new(SiloDevice.Cpu, DeviceKind.Cpu, "", null);
    private static readonly SiloDevice _gpu = new("gpu0", DeviceKind.Gpu, "T4", null);
    private static readonly SiloAddress[] _silos = [.. Enumerable.Range(1, 3).Select(port => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 7))];

    /// <summary>The third is the best by what the silos say of themselves.</summary>
    private Facts _facts = new(Able(_cpu), Able(_cpu), Able(_gpu));

    [Fact]
    public async Task The_registrys_hint_is_followed_before_all_else() =>
        Assert.Equal(_silos[0], await PlaceAsync("people/7", [new("people/7", "silo-2", "cpu", 0)], hint: _silos[0]));

    [Fact]
    public async Task Without_a_hint_and_with_one_to_a_silo_that_is_gone_the_registrys_plan_is_followed()
    {
        SlotFact[] plan = [new("people/6", "silo-1", "cpu", 0), new("people/7", "silo-2", "cpu", 0)];

        Assert.Equal(_silos[1], await PlaceAsync("people/7", plan));
        Assert.Equal(_silos[1], await PlaceAsync("people/7", plan, hint: SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 9), 7)));
    }

    [Fact]
    public async Task Without_either_and_with_a_plan_for_a_silo_that_is_gone_the_best_silo_is_chosen()
    {
        Assert.Equal(_silos[2], await PlaceAsync("people/7", []));
        Assert.Equal(_silos[2], await PlaceAsync("people/7", [new("people/7", "silo-9", "cpu", 0)]));
    }

    [Fact]
    public async Task Of_equals_the_one_is_chosen_that_is_less_busy()
    {
        var equals = new SlotDirectorTests { _facts = new Facts(Able(_gpu), Able(_gpu), Able(_gpu)) };

        Assert.Equal(_silos[0], await equals.PlaceAsync("people/7", []));
        Assert.Equal(_silos[1], await equals.PlaceAsync("people/7", [], busy: "silo-1"));
    }

    [Fact]
    public async Task Where_no_silo_can_each_says_why()
    {
        var failed = await Assert.ThrowsAsync<SiloUnavailableException>(() => PlaceAsync("cars/1", []));

        Assert.Contains("worker 'cars/1'. silo-1: cpu: does not have the model 'cars'; silo-2: cpu: does not", failed.Message, StringComparison.Ordinal);
        Assert.Contains("silo-3: gpu0: does not have the model 'cars'", failed.Message, StringComparison.Ordinal);
    }

    private static SiloCapabilities Able(SiloDevice device) => new() { Roles = ["inference"], Devices = [device], Models = [new("people", "aa")] };

    private Task<SiloAddress> PlaceAsync(string worker, SlotFact[] plan, SiloAddress? hint = null, string busy = "")
    {
        var context = hint is null ? [] : new Dictionary<string, object> { [IPlacementDirector.PlacementHintKey] = hint };
        var target = new PlacementTarget(GrainId.Create("inference", worker), context, default, 0);
        return new SlotDirector(_facts, new Board(plan, busy)).OnAddActivation(new SlotPlacement(), target, new Context());
    }

    private sealed record Board(IReadOnlyList<SlotFact> Slots, string BusySilo) : ISlotBoard
    {
        public double? BusyOf(string silo, string device) => silo == BusySilo ? 0.9 : 0.1;
    }

    private sealed class Facts(params SiloCapabilities[] can) : ISiloFacts
    {
        public SiloFact FactOf(SiloAddress silo) => new($"silo-{silo.Endpoint.Port}");

        public SiloCapabilities CapabilitiesOf(SiloAddress silo) => can[silo.Endpoint.Port - 1];
    }

    public sealed class Context : IPlacementContext
    {
        public SiloAddress LocalSilo => _silos[0];

        public SiloStatus LocalSiloStatus => SiloStatus.Active;

        public SiloAddress[] GetCompatibleSilos(PlacementTarget target) => _silos;

        public IReadOnlyDictionary<ushort, SiloAddress[]> GetCompatibleSilosWithVersions(PlacementTarget target) =>
            new Dictionary<ushort, SiloAddress[]> { [0] = _silos };
    }
}
