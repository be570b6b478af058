using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Core.Slots;
using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Tests.Slots;

public class SlotPlannerTests
{
    private static readonly DateTimeOffset _start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly ModelWish _people = new("people");

    [Fact]
    public void Each_device_that_can_gets_one_slot()
    {
        var plan = Next(SlotPlan.Empty, [Device("north"), Device("south")], _people);

        Assert.Equal(["people/0 north", "people/1 south"], Show(plan));
        Assert.Equal(1, plan.Version);
        Assert.Same(plan, Next(plan, [Device("north"), Device("south")], _people));
    }

    [Fact]
    public void The_fastest_comes_first_and_a_GPU_where_nobody_measured()
    {
        var one = _people with { Slots = 1 };

        Assert.Equal(["people/0 south"], Show(Next(SlotPlan.Empty, [Device("north", 20), Gpu("south", 90), Gpu("west", 60)], one)));
        Assert.Equal(["people/0 south"], Show(Next(SlotPlan.Empty, [Device("north", 0), Gpu("south", 0)], one)));
        Assert.Equal(["people/0 west"], Show(Next(SlotPlan.Empty, [Device("north") with { Region = "a" }, Device("west") with { Region = "b" }], one with { Regions = ["b"] })));
    }

    [Fact]
    public void The_slot_of_a_lost_silo_is_placed_again_at_once_and_the_others_stay()
    {
        var wish = _people with { Slots = 2 };
        var plan = Next(SlotPlan.Empty, [Device("north"), Device("south"), Device("west")], wish);

        var after = Next(plan, [Device("south"), Device("west")], wish);

        Assert.Equal(["people/1 south", "people/2 west"], Show(after));
    }

    [Fact]
    public void A_silo_that_died_and_returned_counts_as_empty()
    {
        var plan = Next(SlotPlan.Empty, [Device("north")], _people);

        Assert.Equal(["people/1 north"], Show(Next(plan, [Device("north") with { Life = 2 }], _people)));
    }

    [Fact]
    public void A_new_device_takes_over_from_the_busiest_and_the_old_slot_goes_when_the_new_one_is_ready()
    {
        var wish = _people with { Slots = 2 };
        SlotDevice[] devices = [Device("north") with { MostSlots = 2 }];
        var crowded = SlotPlan.Empty with
        {
            Places = [new("people", 0, "north", "cpu"), new("people", 1, "north", "cpu")],
            Next = ImmutableDictionary<string, int>.Empty.Add("people", 2),
        };

        devices = [.. devices, Device("south"), Device("west", 60) with { MostSlots = 0 }];
        var replacing = Next(crowded, devices, wish);
        Assert.Equal(["people/0 north", "people/1 north", "people/2 south for 1"], Show(replacing));
        Assert.Equal(replacing.Version + 1, replacing.Settle("people/2").Version);
        var settled = replacing.Settle("people/2");
        Assert.Equal(["people/0 north", "people/2 south"], Show(settled));

        // Within five seconds not even the busiest is replaced.
        devices[^1] = devices[^1] with { MostSlots = 1 };
        Assert.Same(settled, SlotPlanner.Next(settled, devices, [wish], ["people/0"], _start.AddSeconds(4.9)));
        Assert.Equal(
            ["people/0 north", "people/2 south", "people/3 west for 0"],
            Show(SlotPlanner.Next(settled, devices, [wish], ["people/0"], _start.AddSeconds(5))));
        Assert.Same(settled, SlotPlanner.Next(settled, devices, [wish], [], _start.AddSeconds(5)));
    }

    [Fact]
    public void The_busiest_stays_where_no_other_device_would_do_more()
    {
        var wish = _people with { Slots = 2 };
        SlotDevice[] devices = [Device("north"), Device("south"), Device("west", 30 * SlotBalance.MostImbalance - 1)];
        var plan = Next(SlotPlan.Empty, [devices[0], devices[1]], wish);

        Assert.Same(plan, SlotPlanner.Next(plan, devices, [wish], ["people/0"], _start.AddSeconds(60)));
    }

    [Fact]
    public void However_many_are_asked_for_no_device_gets_two_of_a_model()
    {
        SlotDevice[] devices = [Device("north") with { MostSlots = 64 }, Device("south") with { MostSlots = 0 }];
        Assert.Equal(["people/0 north"], Show(Next(SlotPlan.Empty, devices, _people)));
        Assert.Equal(["people/0 north"], Show(Next(SlotPlan.Empty, devices, _people with { Slots = 1000 })));
    }

    [Fact]
    public void Of_too_many_slots_the_one_goes_that_shares_its_device()
    {
        var plan = SlotPlan.Empty with { Places = [new("people", 0, "north", "cpu"), new("people", 1, "north", "cpu"), new("people", 2, "south", "cpu")] };
        Assert.Equal(["people/0 north", "people/2 south"], Show(Next(plan, [Device("north") with { MostSlots = 2 }, Device("south")], _people)));
    }

    [Fact]
    public void Where_none_fits_every_silo_says_why()
    {
        var wish = new ModelWish("people") { AllowsCpu = false, Capabilities = ["cuda"] };
        SlotDevice[] devices =
        [
            Device("north") with { Models = ImmutableDictionary<string, double>.Empty }, Device("south"), Device("west") with { Capabilities = ["CUDA"] },
            Gpu("east", 50) with { Capabilities = ["cuda"], MostSlots = 0 },
        ];
        var plan = Next(SlotPlan.Empty, devices, wish);

        Assert.Equal(
            [
                "north, cpu: does not have the model 'people'", "south, cpu: lacks 'cuda', which the model's manifest requires",
                "west, cpu: is no GPU, and the model's manifest does not allow a CPU", "east, gpu0: is full (0 slots)",
            ],
            SlotPlanner.WhyNone(plan, devices, wish));
        Assert.Contains("role 'inference'", Assert.Single(SlotPlanner.WhyNone(plan, [], wish)), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_joins_and_leaves_a_plan_is_sound_and_changes_no_more_than_it_must()
    {
        var device = from silo in Gen.Choose(0, 6) from rate in Gen.Choose(0, 3) from most in Gen.Choose(0, 3)
                     select Device($"silo-{silo}", rate) with { MostSlots = most };
        var cluster = Gen.Choose(0, 7).SelectMany(count => Gen.ArrayOf(device, count)).Select(all => all.DistinctBy(one => one.Silo).ToArray());
        var wish = Gen.Choose(0, 8).Select(slots => _people with { Slots = slots == 8 ? null : slots });
        Prop.ForAll(cluster.ListOf().ToArbitrary(), wish.ToArbitrary(), (clusters, wanted) =>
        {
            var plan = SlotPlan.Empty;
            foreach (var (step, devices) in clusters.Index())
            {
                var before = plan;
                plan = SlotPlanner.Next(plan, devices, [wanted], [], _start.AddSeconds(10 * step));
                var count = plan.Places.Count(place => place.Replaces is null);
                var limit = wanted.Slots ?? devices.Length;
                var isFull = devices.All(one => one.MostSlots == 0 || plan.Places.Any(place => place.Silo == one.Silo));

                // What replaced a slot that is gone now counts as any other.
                var living = before.Places.Where(place => devices.Any(one => one.Silo == place.Silo)).ToArray();
                var survivors = living.Where(place => !living.Any(old => old.Number == place.Replaces)).ToArray();
                var isSound = plan.Places.All(place => devices.Any(one => one.Silo == place.Silo)) &&
                    plan.Places.Select(place => place.Id).Distinct().Count() == plan.Places.Length &&
                    count <= limit && (count == limit || isFull) && plan.Version - before.Version is 0 or 1;
                if (!isSound || (survivors.Length <= limit && survivors.Any(place => !plan.Places.Any(other => other.Id == place.Id))))
                {
                    return false;
                }
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static SlotPlan Next(SlotPlan plan, SlotDevice[] devices, ModelWish wish) => SlotPlanner.Next(plan, devices, [wish], [], _start);

    private static SlotDevice Device(string silo, double rate = 30) =>
        new(silo, "cpu") { Models = ImmutableDictionary<string, double>.Empty.Add("people", rate) };

    private static SlotDevice Gpu(string silo, double rate) => Device(silo, rate) with { Device = "gpu0", Kind = DeviceKind.Gpu };

    private static IEnumerable<string> Show(SlotPlan plan) =>
        plan.Places.Select(place => $"{place.Id} {place.Silo}{(place.Replaces is { } old ? $" for {old}" : "")}");
}
