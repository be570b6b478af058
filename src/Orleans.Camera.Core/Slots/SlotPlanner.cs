using System.Collections.Immutable;
using System.Globalization;

namespace Orleans.Camera.Core.Slots;

/// <summary>
/// The next plan from the last one. Pure. What is well placed stays; a slot whose device is gone is placed again at once, under the
/// next number; a slot is replaced only where that helps, one of a model at a time and one in five seconds. A model that has none
/// gets one before any gets a second, and where all is full it takes the room of one that has several.
/// </summary>
public static class SlotPlanner
{
    public static TimeSpan ReplaceEvery { get; } = TimeSpan.FromSeconds(5);

    /// <param name="devices">Of all silos that live.</param>
    /// <param name="busiest">Of each model the slot that has been too busy for too long, by id, as <see cref="SlotBalance"/> sees it.</param>
    /// <returns>The same plan where nothing changes; else one with the next version.</returns>
    public static SlotPlan Next(
        SlotPlan plan,
        IReadOnlyCollection<SlotDevice> devices,
        IReadOnlyCollection<ModelWish> wishes,
        IReadOnlyCollection<string> busiest,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var next = plan with { Places = Kept(plan.Places, devices, wishes) };

        // Those that fit on few devices choose first.
        foreach (var wish in wishes.Where(wish => wish.Slots != 0).OrderBy(wish => devices.Count(device => SlotScore.WhyNot(device, wish) is null)))
        {
            next = Own(next, wish).Any() ? next
                : SlotScore.Best(devices, wish, next.Places) is { } device ? Add(next, wish, device, replaces: null)
                : SlotShare.MakeRoom(next, devices, wishes, wish, now);
        }

        next = SlotShare.Unload(next, devices);
        foreach (var wish in wishes)
        {
            next = Fill(next, devices, wish);
            next = Replace(next, devices, wish, busiest, now);
        }

        return next.Places.SequenceEqual(plan.Places) ? plan : next with { Version = plan.Version + 1 };
    }

    /// <summary>The best device for one more slot, as <see cref="Next"/> chooses it; null where none can carry it.</summary>
    public static SlotDevice? Best(IReadOnlyCollection<SlotDevice> devices, ModelWish wish, IReadOnlyCollection<SlotPlace> places) => SlotScore.Best(devices, wish, places);

    /// <summary>Names each silo and why it does not carry the model; empty where one does.</summary>
    public static IReadOnlyList<string> WhyNone(SlotPlan plan, IReadOnlyCollection<SlotDevice> devices, ModelWish wish)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(wish);
        if (plan.Places.Any(place => place.Model == wish.Model))
        {
            return [];
        }

        return devices.Count == 0
            ? ["no silo offers a device; start one with the role 'inference'"]
            : [.. devices.Select(device => $"{device.Silo}, {WhyNot(device, wish, plan)}")];
    }

    /// <summary>Names a device and why it does not carry a model; where nothing is against it, that it has room.</summary>
    public static string WhyNot(SlotDevice device, ModelWish wish, SlotPlan plan)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(plan);
        return $"{device.Device}: {SlotScore.WhyNot(device, wish) ?? Fullness(device, plan)}";
    }

    private static string Fullness(SlotDevice device, SlotPlan plan) =>
        SlotScore.Free(device, plan.Places) is > 0 and var free ? $"has room: {Standing(device, free)}" : $"is full ({device.MostSlots} slots)";

    /// <summary>What the choice among devices that can goes by, besides their measured throughput.</summary>
    public static string Standing(SlotDevice device, SlotPlan plan)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(plan);
        return Standing(device, Math.Max(0, SlotScore.Free(device, plan.Places)));
    }

    private static string Standing(SlotDevice device, int free) => string.Create(
        CultureInfo.InvariantCulture,
        $"{free} of {device.MostSlots} slots free, {(device.Busy is { } busy ? $"{100 * busy:0} % busy" : "load unknown")}{(device.Region.Length > 0 ? $", region {device.Region}" : "")}");

    private static ImmutableArray<SlotPlace> Kept(
        ImmutableArray<SlotPlace> places, IReadOnlyCollection<SlotDevice> devices, IReadOnlyCollection<ModelWish> wishes)
    {
        var kept = places.RemoveAll(place => !wishes.Any(wish =>
            wish.Model == place.Model && devices.Any(device => SlotScore.IsOn(place, device) && SlotScore.WhyNot(device, wish) is null)));

        // A replacement whose old slot is gone replaces nobody.
        return [.. kept.Select(place => kept.Any(old => old.Model == place.Model && old.Number == place.Replaces) ? place : place with { Replaces = null, MakesRoomFor = null })];
    }

    private static SlotPlan Fill(SlotPlan plan, IReadOnlyCollection<SlotDevice> devices, ModelWish wish)
    {
        var wanted = wish.Slots ?? devices.Count(device => SlotScore.WhyNot(device, wish) is null);
        while (Own(plan, wish).Count(place => place.Replaces is null) < wanted && SlotScore.Best(devices, wish, plan.Places) is { } device)
        {
            if (Own(plan, wish).Any(place => SlotScore.IsOn(place, device)))
            {
                // All that can and have room have one; a second would take another model's room.
                break;
            }

            plan = Add(plan, wish, device, replaces: null);
        }

        // Too many: what shares its device with another goes first, then the newest, and what replaces it goes with it.
        while (Own(plan, wish).Where(place => place.Replaces is null).ToArray() is var own && own.Length > wanted)
        {
            var last = Shared(own).MaxBy(place => place.Number) ?? own.MaxBy(place => place.Number)!;
            plan = plan with { Places = plan.Places.RemoveAll(place => place == last || (place.Model == wish.Model && place.Replaces == last.Number)) };
        }

        return plan;
    }

    private static SlotPlan Replace(
        SlotPlan plan, IReadOnlyCollection<SlotDevice> devices, ModelWish wish, IReadOnlyCollection<string> busiest, DateTimeOffset now)
    {
        var own = Own(plan, wish).ToArray();
        var isTooSoon = plan.ReplacedAt.TryGetValue(wish.Model, out var at) && now - at < ReplaceEvery;
        if (isTooSoon || own.Any(place => place.Replaces is not null) || Array.FindAll([.. devices], IsEmpty) is not { Length: > 0 } empty)
        {
            return plan;
        }

        // A device that can and has none takes over from one that has several; else from the busiest, where that one is better off there.
        if (Shared(own).MaxBy(place => (busiest.Contains(place.Id), place.Number)) is { } shared)
        {
            return Move(shared, SlotScore.Best(empty, wish, plan.Places)!);
        }

        return Array.Find(own, place => busiest.Contains(place.Id)) is { } busy && SlotScore.Relief(busy, devices, empty, plan.Places) is { } relief
            ? Move(busy, relief)
            : plan;

        bool IsEmpty(SlotDevice device) =>
            SlotScore.WhyNot(device, wish) is null && SlotScore.Free(device, plan.Places) > 0 && !own.Any(place => SlotScore.IsOn(place, device));

        SlotPlan Move(SlotPlace old, SlotDevice target) =>
            Add(plan, wish, target, old.Number) with { ReplacedAt = plan.ReplacedAt.SetItem(wish.Model, now) };
    }

    /// <summary>Those that share their device with another of them.</summary>
    private static IEnumerable<SlotPlace> Shared(IEnumerable<SlotPlace> places) =>
        places.GroupBy(place => (place.Silo, place.Device)).Where(group => group.Count() > 1).SelectMany(group => group);

    internal static SlotPlan Add(SlotPlan plan, ModelWish wish, SlotDevice device, int? replaces)
    {
        var number = plan.Next.GetValueOrDefault(wish.Model);
        return plan with
        {
            Places = plan.Places.Add(new SlotPlace(wish.Model, number, device.Silo, device.Device, replaces) { Life = device.Life }),
            Next = plan.Next.SetItem(wish.Model, number + 1),
        };
    }

    private static IEnumerable<SlotPlace> Own(SlotPlan plan, ModelWish wish) => plan.Places.Where(place => place.Model == wish.Model);
}
