using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Core.Slots;

namespace Orleans.Camera.Core.Tests.Slots;

/// <summary>A model that has no slot where every device is full.</summary>
public class SlotShareTests
{
    private static readonly DateTimeOffset _start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_second_model_gets_its_slot_from_the_one_that_has_most_and_that_ends_when_the_new_one_is_ready()
    {
        SlotDevice[] devices = [Device("north", 2, "a", "b", "c"), Device("south", 1, "a", "b", "c"), Device("west", 1, "a", "c")];
        var full = Rest(SlotPlan.Empty, devices, "a", "b");
        Assert.Equal(4, full.Places.Length);
        Assert.Single(full.Places, place => place.Model == "b");

        var making = Next(full, [.. devices.Select(device => device with { MayOverlap = true })], "a", "b", "c");

        var added = Assert.Single(making.Places, place => place.Model == "c");
        var victim = making.Find(added.Displaces!)!;
        Assert.Equal(("a", added.Silo), (victim.Model, victim.Silo));
        Assert.Equal(full.Places.Length + 1, making.Places.Length);
        var settled = making.Settle(added.Id);
        Assert.Null(settled.Find(victim.Id));
        Assert.Equal(full.Places.Length, settled.Places.Length);
        Assert.Same(settled, Next(settled, devices, "a", "b", "c"));
    }

    [Fact]
    public void Without_memory_for_both_the_old_slot_goes_first()
    {
        SlotDevice[] devices = [Device("north", 1, "a", "b"), Device("south", 1, "a", "b")];
        var full = Rest(SlotPlan.Empty, devices, "a");
        var after = Next(full, devices, "a", "b");

        var added = Assert.Single(after.Places, place => place.Model == "b");
        Assert.Equal(2, after.Places.Length);
        Assert.Contains(full.Places, place => place.Id == added.Displaces && place.Silo == added.Silo);
    }

    [Fact]
    public void A_last_slot_moves_to_where_there_is_room_so_that_a_model_that_runs_on_one_device_only_gets_it()
    {
        SlotDevice[] devices = [Device("north", 1, "a", "b"), Device("south", 1, "a"), Device("west", 1, "c")];
        var full = SlotPlan.Empty with { Places = [new("a", 0, "north", "cpu"), new("c", 0, "west", "cpu")], Next = ImmutableDictionary<string, int>.Empty.Add("a", 1).Add("c", 1) };

        var moving = SlotPlanner.Next(full, devices, [new("a") { Slots = 1 }, new("b"), new("c")], [], _start);
        Assert.Equal(("south", 0, "b"), (moving.Find("a/1")!.Silo, moving.Find("a/1")!.Replaces, moving.Find("a/1")!.MakesRoomFor));
        Assert.DoesNotContain(moving.Places, place => place.Model == "b");
        Assert.Same(moving, SlotPlanner.Next(moving, devices, [new("a") { Slots = 1 }, new("b"), new("c")], [], _start.AddSeconds(9)));
        Assert.Equal(["a south", "b north", "c west"], Show(Rest(moving, devices, "a", "b", "c")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_model_that_may_not_displace_takes_only_free_room()
    {
        SlotDevice[] devices = [Device("north", 1, "a", "b"), Device("south", 1, "a", "b")];
        var full = Rest(SlotPlan.Empty, devices, "a");

        Assert.Same(full, SlotPlanner.Next(full, devices, [new("a"), new("b") { MayDisplace = false }], [], _start));
    }

    [Fact]
    public void Nobody_loses_the_last_slot()
    {
        SlotDevice[] devices = [Device("north", 1, "a", "b", "c"), Device("south", 1, "a", "b", "c")];
        var full = Rest(SlotPlan.Empty, devices, "a", "b");

        Assert.Same(full, Next(full, devices, "a", "b", "c"));
    }

    [Fact]
    public void Who_takes_over_and_does_not_know_which_slot_was_to_go_ends_one_of_the_model_that_has_more()
    {
        SlotDevice[] devices = [Device("north", 1, "a", "b"), Device("south", 1, "a", "b")];
        var adopted = SlotPlan.Empty with { Places = [new("a", 0, "north", "cpu"), new("a", 1, "south", "cpu"), new("b", 0, "south", "cpu")] };

        Assert.Equal(["a north", "b south"], Show(Next(adopted, devices, "a", "b")));
    }

    [Fact]
    public void Whatever_is_full_of_what_as_many_models_have_a_slot_as_can_at_once_and_a_plan_at_rest_stays_the_same()
    {
        var device = from most in Gen.Choose(0, 3) from can in Gen.Choose(0, 15) from overlaps in Gen.Elements(false, true) select (most, can, overlaps);
        var scene = from devices in Gen.Choose(1, 5).SelectMany(count => Gen.ArrayOf(device, count))
                    from early in Gen.Choose(0, 15)
                    from late in Gen.Choose(1, 15)
                    select (devices, early, late);
        Prop.ForAll(scene.ToArbitrary(), one =>
        {
            SlotDevice[] devices = [.. one.devices.Select((made, index) => Device($"silo-{index}", made.most, Models(made.can)) with { MayOverlap = made.overlaps })];
            var full = Rest(SlotPlan.Empty, devices, Models(one.early));
            var wanted = Models(one.early | one.late);
            var plan = Rest(full, devices, wanted);
            var later = SlotPlanner.Next(plan, [.. devices.Select((busy, index) => busy with { Busy = index % 3 * 0.4 })], [.. wanted.Select(model => new ModelWish(model))], [], _start.AddHours(1));
            return plan.Places.Select(place => place.Model).Distinct().Count() == MostAtOnce(devices, wanted) &&
                devices.All(made => plan.Places.Count(place => place.Silo == made.Silo) <= made.MostSlots) &&
                full.Places.Select(place => place.Model).Distinct().All(model => plan.Places.Any(place => place.Model == model)) &&
                ReferenceEquals(later, plan);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }

    /// <summary>How many of the models can have a slot at the same time: every choice of devices is tried.</summary>
    private static int MostAtOnce(SlotDevice[] devices, ReadOnlySpan<string> models)
    {
        if (models.IsEmpty)
        {
            return 0;
        }

        var best = MostAtOnce(devices, models[1..]);
        for (var index = 0; index < devices.Length; index++)
        {
            if (devices[index].MostSlots > 0 && devices[index].Models.ContainsKey(models[0]))
            {
                SlotDevice[] rest = [.. devices];
                rest[index] = rest[index] with { MostSlots = rest[index].MostSlots - 1 };
                best = Math.Max(best, 1 + MostAtOnce(rest, models[1..]));
            }
        }

        return best;
    }

    /// <summary>Has every slot made ready, until nothing changes. More rounds than there are moves would be no rest.</summary>
    private static SlotPlan Rest(SlotPlan plan, SlotDevice[] devices, params string[] models)
    {
        for (var round = 0; round < 60; round++)
        {
            var next = SlotPlanner.Next(plan, devices, [.. models.Select(model => new ModelWish(model))], [], _start.AddSeconds(10 * round));
            next = next.Places.Aggregate(next, (settling, place) => settling.Settle(place.Id));
            if (next == plan)
            {
                return plan;
            }

            plan = next;
        }

        throw new InvalidOperationException("The plan does not come to rest.");
    }

    private static SlotPlan Next(SlotPlan plan, SlotDevice[] devices, params string[] models) =>
        SlotPlanner.Next(plan, devices, [.. models.Select(model => new ModelWish(model))], [], _start);

    private static string[] Models(int bits) => [.. new[] { "a", "b", "c", "d" }.Where((_, index) => (bits & (1 << index)) != 0)];

    private static SlotDevice Device(string silo, int most, params string[] models) =>
        new(silo, "cpu") { MostSlots = most, Models = models.ToImmutableDictionary(model => model, _ => 30.0) };

    private static IEnumerable<string> Show(SlotPlan plan) => plan.Places.Select(place => $"{place.Model} {place.Silo}");
}
