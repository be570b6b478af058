using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Core.Slots;
using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Tests.Slots;

/// <summary>Which device one more slot goes to.</summary>
public class SlotScoreTests
{
    private static readonly ModelWish _people = new("people");

    [Fact]
    public void Of_equal_devices_the_less_busy_one_is_chosen_and_one_of_which_nobody_knows_is_taken_for_half_busy()
    {
        Assert.Equal("south", Choose(_people, Device("north", 0.8), Device("south", 0.3)));
        Assert.Equal("south", Choose(_people, Device("north", null), Device("south", 0.3)));
        Assert.Equal("north", Choose(_people, Device("north", null), Device("south", 0.7)));
    }

    [Fact]
    public void Throughput_comes_before_load_and_load_before_the_region()
    {
        Assert.Equal("north", Choose(_people, Device("north", 0.9, pace: 31), Device("south", 0.1)));
        Assert.Equal("south", Choose(_people with { Regions = ["hall"] }, Device("north", 0.9) with { Region = "hall" }, Device("south", 0.1) with { Region = "yard" }));
        Assert.Equal("south", Choose(_people with { Regions = ["HALL"] }, Device("north", 0.51) with { Region = "yard" }, Device("south", 0.58) with { Region = "hall" }));
    }

    [Fact]
    public void The_region_of_most_cameras_gets_the_first_slot_and_the_next_one_has_none_yet()
    {
        var wish = _people with { Regions = ["yard", "hall"], Slots = 2 };
        SlotDevice[] devices = [Device("a", null) with { Region = "street" }, Device("b", null) with { Region = "yard" }, Device("c", null) with { Region = "yard" }, Device("d", null) with { Region = "hall" }];

        Assert.Equal(["b", "d"], SlotPlanner.Next(SlotPlan.Empty, devices, [wish], [], default).Places.Select(place => place.Silo));
    }

    [Fact]
    public void More_load_makes_no_device_better_whatever_the_others_are()
    {
        var device = from busy in Gen.Elements<double?>(null, 0, 0.05, 0.1, 0.35, 0.5, 0.55, 0.9, 1, double.NaN)
                     from most in Gen.Choose(0, 3)
                     from pace in Gen.Choose(0, 2)
                     from kind in Gen.Elements(DeviceKind.Cpu, DeviceKind.Gpu)
                     from region in Gen.Elements("", "hall", "yard")
                     select (busy, most, pace, kind, region);
        var scene = from devices in Gen.Choose(1, 6).SelectMany(count => Gen.ArrayOf(device, count)) from which in Gen.Choose(0, 5) from more in Gen.Choose(0, 12) select (devices, which, more);
        Prop.ForAll(scene.ToArbitrary(), one =>
        {
            SlotDevice[] devices = [.. one.devices.Select((made, index) => Device($"silo-{index}", made.busy, made.pace) with { MostSlots = made.most, Kind = made.kind, Region = made.region })];
            var which = one.which % devices.Length;
            if (devices[which].Busy is not { } busy || double.IsNaN(busy))
            {
                return true;
            }

            var wish = _people with { Regions = ["hall"] };
            var before = SlotPlanner.Best(devices, wish, [])?.Silo;
            devices[which] = devices[which] with { Busy = busy + (one.more / 10.0) };
            var after = SlotPlanner.Best(devices, wish, [])?.Silo;
            return before == devices[which].Silo || after == before;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static string? Choose(ModelWish wish, params SlotDevice[] devices) => SlotPlanner.Best(devices, wish, [])?.Silo;

    private static SlotDevice Device(string silo, double? busy, double pace = 30) =>
        new(silo, "cpu") { Busy = busy, MostSlots = 2, Models = ImmutableDictionary<string, double>.Empty.Add("people", pace) };
}
