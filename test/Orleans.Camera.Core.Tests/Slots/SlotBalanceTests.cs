using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Camera.Core.Slots;

namespace Orleans.Camera.Core.Tests.Slots;

/// <summary>Planner and balance together, second by second: what the registry of workers does.</summary>
public class SlotBalanceTests
{
    private const int Settling = 3;
    private static readonly DateTimeOffset _start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_pool_out_of_balance_is_balanced_once_after_ten_seconds_and_stays_so()
    {
        // North is shared with two others, so that a slot there does a third of what one on south does.
        var pool = new Pool([Device("north", 40), Device("south", 40)], new ModelWish("a"), new ModelWish("b") { Slots = 1 }, new ModelWish("people") { Slots = 2 })
        {
            Others = [("north", 2)],
        };
        pool.Run(seconds: 1);
        pool.Devices.Add(Device("west", 40));
        pool.Run(seconds: 9);
        Assert.Equal(0, pool.Replacements);
        Assert.Equal(["north", "south"], pool.SilosOf("people"));

        pool.Run(seconds: 10);
        Assert.Equal(["south", "west"], pool.SilosOf("people"));

        pool.Run(seconds: 600);
        Assert.Equal(1, pool.Replacements);
    }

    [Fact]
    public void The_slot_that_takes_over_is_there_before_the_old_one_goes()
    {
        var pool = new Pool([Device("north", 40), Device("south", 40)], new ModelWish("people") { Slots = 2 }) { Others = [("north", 2)] };
        pool.Run(seconds: 1);
        pool.Devices.Add(Device("west", 40));
        while (pool.Replacements == 0)
        {
            pool.Run(seconds: 1);
        }

        Assert.Equal(["north", "south", "west"], pool.SilosOf("people"));
        pool.Run(Settling);
        Assert.Equal(["south", "west"], pool.SilosOf("people"));
    }

    [Fact]
    public void A_pool_that_does_little_is_left_alone_and_so_is_one_that_is_uneven_for_a_moment()
    {
        var idle = new SlotBalance();
        var moment = new SlotBalance();
        for (var second = 0; second < 60; second++)
        {
            idle.Look([new("people", "people/0", 0.2), new("people", "people/1", 0)], _start.AddSeconds(second));
            moment.Look([new("people", "people/0", second % 20 < 6 ? 1 : 0.5), new("people", "people/1", 0.5)], _start.AddSeconds(second));
            Assert.Empty(idle.Busiest);
            Assert.Empty(moment.Busiest);
        }
    }

    [Fact]
    public void One_slot_is_never_out_of_balance_and_what_nobody_measured_is_no_load()
    {
        var balance = new SlotBalance();
        for (var second = 0; second < 60; second++)
        {
            balance.Look([new("cars", "cars/0", 1), new("people", "people/0", 1), new("people", "people/1", double.NaN)], _start.AddSeconds(second));
            Assert.Empty(balance.Busiest);
        }
    }

    [Fact]
    public void Whatever_the_devices_the_demand_and_the_wishes_slots_come_to_rest()
    {
        var device = from pace in Gen.Choose(1, 12) from most in Gen.Choose(1, 4) select (Pace: 5 * pace, Most: most);
        var scene = from devices in Gen.ArrayOf(device, 5)
                    from slots in Gen.ArrayOf(Gen.Choose(1, 4), 3)
                    from demand in Gen.Choose(5, 200)
                    from late in Gen.Choose(0, 4)
                    select (devices, slots, demand, late);
        Prop.ForAll(scene.ToArbitrary(), one =>
        {
            SlotDevice[] all = [.. one.devices.Select((made, index) => Device($"silo-{index}", made.Pace) with { MostSlots = made.Most })];
            var pool = new Pool(all[..one.late], [.. one.slots.Select((slots, index) => new ModelWish(_models[index]) { Slots = slots })]) { Demand = one.demand };
            pool.Run(seconds: 30);
            pool.Devices.AddRange(all[one.late..]);
            pool.Run(seconds: 300);
            var before = pool.Replacements;
            pool.Run(seconds: 200);
            return pool.Replacements == before;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private static readonly string[] _models = ["people", "a", "b"];

    private static SlotDevice Device(string silo, double pace) => new(silo, "cpu")
    {
        MostSlots = 8,
        Models = _models.ToImmutableDictionary(model => model, _ => pace),
    };

    /// <summary>Workers that share their pictures evenly, on devices that are divided among the slots on them.</summary>
    private sealed class Pool(IEnumerable<SlotDevice> devices, params ModelWish[] wishes)
    {
        private readonly SlotBalance _balance = new();
        private readonly Dictionary<string, int> _ready = [];
        private SlotPlan _plan = SlotPlan.Empty;
        private int _second;

        public List<SlotDevice> Devices { get; } = [.. devices];

        /// <summary>What else keeps a silo busy, in slots.</summary>
        public (string Silo, int Slots)[] Others { get; init; } = [];

        /// <summary>Pictures a second of each model.</summary>
        public double Demand { get; init; } = 30;

        public int Replacements { get; private set; }

        public IEnumerable<string> SilosOf(string model) => _plan.Places.Where(place => place.Model == model).Select(place => place.Silo).Order(StringComparer.Ordinal);

        public void Run(int seconds)
        {
            for (var end = _second + seconds; _second < end; _second++)
            {
                var now = _start.AddSeconds(_second);
                _balance.Look([.. _plan.Places.Where(IsReady).Select(LoadOf)], now);
                var next = SlotPlanner.Next(_plan, [.. Devices.Select(Shared)], wishes, _balance.Busiest, now);
                foreach (var added in next.Places.Where(place => _ready.TryAdd(place.Id, _second + Settling)))
                {
                    Replacements += added.Replaces is null ? 0 : 1;
                }

                _plan = next.Places.Where(place => place.Replaces is not null && IsReady(place)).Aggregate(next, (plan, place) => plan.Settle(place.Id));
            }
        }

        private bool IsReady(SlotPlace place) => _second >= _ready[place.Id];

        /// <summary>What else runs on a silo is measured with the pace of the models there.</summary>
        private SlotDevice Shared(SlotDevice device) => device with
        {
            Models = device.Models.ToImmutableDictionary(model => model.Key, model => model.Value / (1 + Others.Where(other => other.Silo == device.Silo).Sum(other => other.Slots))),
        };

        private SlotLoad LoadOf(SlotPlace place)
        {
            var pace = Shared(Devices.Single(device => device.Silo == place.Silo)).Models[place.Model] / _plan.Places.Count(other => other.Silo == place.Silo);
            return new SlotLoad(place.Model, place.Id, Demand / _plan.Places.Count(other => other.Model == place.Model && IsReady(other)) / pace);
        }
    }
}
