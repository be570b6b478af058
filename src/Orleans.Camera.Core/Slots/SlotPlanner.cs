using System.Collections.Immutable;

namespace Orleans.Camera.Core.Slots;

/// <summary>
/// The next plan from the last one. Pure. What is well placed stays; a slot whose device is gone is placed again at once, under the
/// next number; a slot is replaced only where that helps, one of a model at a time and one in five seconds.
/// </summary>
public static class SlotPlanner
{
    /// <summary>The busiest slot may have this many times the mean load.</summary>
    public const double MostImbalance = 1.25;

    /// <summary>For so long it may have more.</summary>
    public static TimeSpan ImbalanceLasts { get; } = TimeSpan.FromSeconds(10);

    public static TimeSpan ReplaceEvery { get; } = TimeSpan.FromSeconds(5);

    /// <param name="devices">Of all silos that live.</param>
    /// <param name="busiest">Of each model the slot that has been over <see cref="MostImbalance"/> for <see cref="ImbalanceLasts"/>, by id.</param>
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
        foreach (var wish in wishes)
        {
            next = Fill(next, devices, wish);
            next = Replace(next, devices, wish, busiest, now);
        }

        return next.Places.SequenceEqual(plan.Places) ? plan : next with { Version = plan.Version + 1 };
    }

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
            : [.. devices.Select(device => $"{device.Silo}, {device.Device}: {SlotScore.WhyNot(device, wish) ?? Fullness(device, plan)}")];
    }

    private static string Fullness(SlotDevice device, SlotPlan plan) =>
        SlotScore.Free(device, plan.Places) > 0 ? "has room" : $"is full ({device.MostSlots} slots)";

    private static ImmutableArray<SlotPlace> Kept(
        ImmutableArray<SlotPlace> places, IReadOnlyCollection<SlotDevice> devices, IReadOnlyCollection<ModelWish> wishes)
    {
        var kept = places.RemoveAll(place => !wishes.Any(wish =>
            wish.Model == place.Model && devices.Any(device => SlotScore.IsOn(place, device) && SlotScore.WhyNot(device, wish) is null)));

        // A replacement whose old slot is gone replaces nobody.
        return [.. kept.Select(place => kept.Any(old => old.Model == place.Model && old.Number == place.Replaces) ? place : place with { Replaces = null })];
    }

    private static SlotPlan Fill(SlotPlan plan, IReadOnlyCollection<SlotDevice> devices, ModelWish wish)
    {
        var wanted = wish.Slots ?? devices.Count(device => SlotScore.WhyNot(device, wish) is null);
        while (Own(plan, wish).Count(place => place.Replaces is null) < wanted && SlotScore.Best(devices, wish, plan.Places) is { } device)
        {
            plan = Add(plan, wish, device, replaces: null);
        }

        // Too many: the newest goes first, and what replaces another goes with it.
        while (Own(plan, wish).Where(place => place.Replaces is null).ToArray() is var own && own.Length > wanted)
        {
            var last = own.MaxBy(place => place.Number)!;
            plan = plan with { Places = plan.Places.RemoveAll(place => place == last || (place.Model == wish.Model && place.Replaces == last.Number)) };
        }

        return plan;
    }

    private static SlotPlan Replace(
        SlotPlan plan, IReadOnlyCollection<SlotDevice> devices, ModelWish wish, IReadOnlyCollection<string> busiest, DateTimeOffset now)
    {
        var own = Own(plan, wish).ToArray();
        var isTooSoon = plan.ReplacedAt.TryGetValue(wish.Model, out var at) && now - at < ReplaceEvery;
        if (isTooSoon || own.Any(place => place.Replaces is not null) || SlotScore.Best(devices, wish, plan.Places) is not { } target ||
            own.Any(place => SlotScore.IsOn(place, target)))
        {
            return plan;
        }

        // An empty device that can: it takes over from the busiest, or from one that shares its device with another of this model.
        var old = own.FirstOrDefault(place => busiest.Contains(place.Id)) ??
            own.GroupBy(place => (place.Silo, place.Device)).Where(group => group.Count() > 1).SelectMany(group => group).MaxBy(place => place.Number);
        return old is null
            ? plan
            : Add(plan, wish, target, old.Number) with { ReplacedAt = plan.ReplacedAt.SetItem(wish.Model, now) };
    }

    private static SlotPlan Add(SlotPlan plan, ModelWish wish, SlotDevice device, int? replaces)
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
