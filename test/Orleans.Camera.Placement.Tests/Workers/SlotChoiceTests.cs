using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Core.Workers;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Placement.Workers;

namespace Orleans.Camera.Placement.Tests.Workers;

public class SlotChoiceTests
{
    private const string Model = "people";
    private static readonly SiloDevice _cpu = new(SiloDevice.Cpu, DeviceKind.Cpu, "", null);
    private static readonly SiloDevice _gpu = new("gpu0", DeviceKind.Gpu, "T4", null);
    private static readonly SiloCapabilities _able = new() { Roles = ["inference"], Devices = [_cpu], Models = [new(Model, "aa")] };

    [Fact]
    public void A_GPU_comes_before_a_processor_unless_that_was_measured_faster()
    {
        SlotSite[] sites = [new("north", _able), new("south", _able with { Devices = [_cpu, _gpu] })];

        Assert.Equal(1, SlotChoice.Choose(sites, Model, []));
        Assert.Equal(0, SlotChoice.Choose(sites, Model, [new("people/7", "south", "gpu0", 20), new("people/8", "south", "cpu", 10), new("cars/1", "north", "cpu", 90)]));
    }

    [Fact]
    public void Free_capacity_decides_among_equals()
    {
        SlotSite[] sites = [new("north", _able), new("south", _able)];
        Assert.Equal(1, SlotChoice.Choose(sites, Model, [new("cars/1", "north", "cpu", 0)]));
    }

    [Fact]
    public void Free_capacity_is_what_load_leaves_of_it()
    {
        SlotSite[] sites = [new("north", _able) { Busy = Busy(0.9) }, new("south", _able) { Busy = Busy(0.2) }];

        Assert.Equal(1, SlotChoice.Choose(sites, Model, []));
        Assert.Equal(0, SlotChoice.Choose([sites[1] with { Silo = "a" }, sites[0]], Model, []));
        Assert.Equal(0, SlotChoice.Choose([sites[0] with { Can = _able with { Devices = [_gpu] } }, sites[1]], Model, []));
    }

    [Fact]
    public void What_the_manifest_requires_a_silo_must_have_by_name()
    {
        var needy = _able with { Models = [new(Model, "aa", AllowsCpu: true, "cooled cpu")] };
        SlotSite[] sites = [new("north", needy), new("south", needy with { Named = ["COOLED"] })];

        Assert.Equal(1, SlotChoice.Choose(sites, Model, []));
        Assert.Equal("north: cpu: lacks 'cooled', which the model's manifest requires", SlotChoice.WhyNot([sites[0]], Model, []).Single());
    }

    [Fact]
    public void Without_a_GPU_there_is_no_place_for_a_model_that_needs_one_and_every_silo_says_why()
    {
        var needy = _able with { Models = [new(Model, "aa", AllowsCpu: false)] };
        SlotSite[] sites =
        [
            new("north", needy), new("west", needy with { Roles = ["ingest"], Devices = [_gpu] }), new("south", _able with { Devices = [_gpu], Models = [] }),
            new("east", needy with { Devices = [_gpu], Limits = new(MostSlots: 1) }),
        ];
        SlotFact[] full = [new("cars/1", "east", "gpu0", 5)];

        Assert.Equal(-1, SlotChoice.Choose(sites, Model, full));
        Assert.Equal(
            [
                "east: gpu0: is full (1 slots)", "north: cpu: is no GPU, and the model's manifest does not allow a CPU",
                "south: gpu0: does not have the model 'people'", "west: does not have the role 'inference'",
            ],
            SlotChoice.WhyNot(sites, Model, full));
        Assert.Equal(3, SlotChoice.Choose(sites, Model, []));
    }

    [Fact]
    public void A_silo_that_has_not_said_what_it_has_may_have_a_GPU_and_comes_after_those_that_have_said()
    {
        var needy = _able with { Models = [new(Model, "aa", AllowsCpu: false)] };
        SlotSite[] sites = [new("north", needy), new("south", SiloCapabilities.Unknown)];

        Assert.Equal(1, SlotChoice.Choose(sites, Model, []));
        Assert.Contains("south: has not said yet what it can", SlotChoice.WhyNot(sites, Model, []));
        Assert.Equal(0, SlotChoice.Choose([sites[0] with { Can = needy with { Devices = [_gpu] } }, sites[1]], Model, []));
    }

    [Fact]
    public void Whoever_is_chosen_can_and_nobody_is_only_where_nobody_can_in_whatever_order_the_silos_come()
    {
        var capabilities =
            from roles in Gen.Elements<string[]?>(null, ["inference"], ["ingest", "INFERENCE"], ["ingest"])
            from devices in Gen.Elements<SiloDevice[]?>(null, [], [_cpu], [_gpu], [_cpu, _gpu])
            from models in Gen.Elements<SiloModel[]?>(null, [], [new(Model, "aa")], [new(Model, "aa", AllowsCpu: false)], [new("cars", "bb")])
            from most in Gen.Elements<int?>(null, 0, 1, 2)
            select new SiloCapabilities { Roles = roles, Devices = devices, Models = models, Limits = new(MostSlots: most) };
        var slot = from silo in Gen.Choose(0, 5) from device in Gen.Elements("cpu", "gpu0") from model in Gen.Elements(Model, "cars") from pace in Gen.Choose(0, 3)
                   select (Silo: $"silo-{silo}", device, model, pace);
        var scene = from sites in Gen.Choose(0, 6).SelectMany(count => Gen.ArrayOf(capabilities, count))
                    from slots in Gen.Choose(0, 8).SelectMany(count => Gen.ArrayOf(slot, count))
                    select (sites, slots);
        Prop.ForAll(scene.ToArbitrary(), one =>
        {
            SlotSite[] sites = [.. one.sites.Select((can, index) => new SlotSite($"silo-{index}", can))];
            SlotFact[] slots = [.. one.slots.Select((made, index) => new SlotFact($"{made.model}/{index}", made.Silo, made.device, made.pace))];
            var needsGpu = sites.Any(site => site.Can.Models?.Any(model => model is { Name: Model, AllowsCpu: false }) == true);
            var chosen = SlotChoice.Choose(sites, Model, slots);
            SlotSite[] turned = [.. sites.Reverse()];
            var again = SlotChoice.Choose(turned, Model, slots);
            var isSame = chosen < 0 ? again < 0 : turned[again] == sites[chosen];
            return isSame && (chosen < 0
                ? !sites.Any(site => MayInfer(site) && (IsUnknown(site) || Can(site, slots, needsGpu)))
                : MayInfer(sites[chosen]) && (IsUnknown(sites[chosen])
                    ? !sites.Any(site => MayInfer(site) && !IsUnknown(site) && Can(site, slots, needsGpu))
                    : Can(sites[chosen], slots, needsGpu)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static Dictionary<string, double> Busy(double cpu) => new() { [SiloDevice.Cpu] = cpu };

    private static bool MayInfer(SlotSite site) => site.Can.Roles?.Any(role => role.Equals("inference", StringComparison.OrdinalIgnoreCase)) != false;

    private static bool IsUnknown(SlotSite site) => site.Can.Devices is null || site.Can.Models is null;

    private static bool Can(SlotSite site, SlotFact[] slots, bool needsGpu) =>
        site.Can.Models!.Any(model => model.Name == Model) &&
        site.Can.Devices!.Any(device => (device.IsGpu || !needsGpu) &&
            slots.Count(slot => slot.Silo == site.Silo && slot.Device == device.Id) < (site.Can.Limits.MostSlots ?? int.MaxValue));
}
