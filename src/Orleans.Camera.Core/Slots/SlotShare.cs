using System.Collections.Immutable;

namespace Orleans.Camera.Core.Slots;

/// <summary>Room for a model that has no slot, where every device that can carry it is full. Pure.</summary>
internal static class SlotShare
{
    /// <summary>
    /// The next step towards a slot for a model that has none: it takes the room of a slot whose model has more, of the one that
    /// has most first. Where only last slots are in the way, one of them moves to another device first, by as few moves as do.
    /// Nobody loses the last slot, so that no two models take it from each other in turn.
    /// </summary>
    /// <returns>The same plan where no number of moves would do, or where one is under way for it.</returns>
    public static SlotPlan MakeRoom(
        SlotPlan plan, IReadOnlyCollection<SlotDevice> devices, IReadOnlyCollection<ModelWish> wishes, ModelWish wish, DateTimeOffset now)
    {
        if (!wish.MayDisplace || plan.Places.Any(place => place.MakesRoomFor == wish.Model))
        {
            return plan;
        }

        var settled = Settled(plan);
        HashSet<SlotDevice> seen = [];
        List<Move> moves = [.. Targets(wish, old: null, seen)];
        while (moves.Count > 0)
        {
            var found = moves.Select(move => (Move: move, Victim: VictimOn(move.To)))
                .Where(end => end.Victim is not null || SlotScore.Free(end.Move.To, plan.Places) > 0)
                .OrderByDescending(end => end.Victim is { } victim ? CountOf(victim.Model) : int.MaxValue);
            if (found.FirstOrDefault() is { Move: { } best } end)
            {
                return Take(plan, best, end.Victim, wish, now);
            }

            moves = [.. moves.SelectMany(move => settled.Where(place => SlotScore.IsOn(place, move.To))
                .SelectMany(last => Targets(wishes.First(other => other.Model == last.Model), last, seen)))];
        }

        return plan;

        int CountOf(string model) => settled.Count(place => place.Model == model);

        SlotPlace? VictimOn(SlotDevice device) => settled.Where(place => SlotScore.IsOn(place, device) && CountOf(place.Model) > 1)
            .OrderByDescending(place => CountOf(place.Model)).ThenByDescending(place => place.Number).FirstOrDefault();

        IEnumerable<Move> Targets(ModelWish moving, SlotPlace? old, HashSet<SlotDevice> known) =>
            SlotScore.Ranked(devices, moving, plan.Places).Where(device => device.MostSlots > 0 && known.Add(device)).Select(device => new Move(moving, old, device));
    }

    /// <summary>
    /// Ends a slot on a device that carries more than it may, of a model that has more: who planned that it goes has died meanwhile.
    /// </summary>
    public static SlotPlan Unload(SlotPlan plan, IReadOnlyCollection<SlotDevice> devices)
    {
        var counts = plan.Places.CountBy(place => (place.Silo, place.Device)).ToDictionary();
        foreach (var device in devices.Where(device => counts.GetValueOrDefault((device.Silo, device.Device)) > device.MostSlots))
        {
            var here = plan.Places.Where(place => SlotScore.IsOn(place, device)).ToArray();
            if (here.Length > device.MostSlots && here.DistinctBy(place => place.Model).Count() > 1 && !Array.Exists(here, place => place.Displaces is not null))
            {
                var settled = Settled(plan);
                var extra = Array.FindAll(here, settled.Contains).GroupBy(place => settled.Count(other => other.Model == place.Model))
                    .Where(group => group.Key > 1).MaxBy(group => group.Key)?.MaxBy(place => place.Number);
                plan = extra is null ? plan : plan with { Places = plan.Places.Remove(extra) };
            }
        }

        return plan;
    }

    private static SlotPlan Take(SlotPlan plan, Move move, SlotPlace? victim, ModelWish wish, DateTimeOffset now)
    {
        // One at a time is made ready before the old one goes, and only where there is memory for both.
        var overlaps = move.To.MayOverlap && !plan.Places.Any(place => place.Displaces is not null && SlotScore.IsOn(place, move.To));
        var next = SlotPlanner.Add(plan, move.Wish, move.To, move.Old?.Number);
        var added = next.Places[^1];
        next = next with
        {
            Places = next.Places.Replace(added, added with { Displaces = victim?.Id, MakesRoomFor = move.Old is null ? null : wish.Model }),
            ReplacedAt = next.ReplacedAt.SetItems(new[] { victim?.Model, move.Old?.Model }.OfType<string>().Select(model => KeyValuePair.Create(model, now))),
        };
        return victim is null || overlaps ? next : next with { Places = next.Places.Remove(victim) };
    }

    /// <summary>Those that nothing is about to replace, and that take nobody's place.</summary>
    private static ImmutableArray<SlotPlace> Settled(SlotPlan plan) => plan.Places.RemoveAll(place => place.Replaces is not null || place.Displaces is not null ||
        plan.Places.Any(other => other.Displaces == place.Id || (other.Model == place.Model && other.Replaces == place.Number)));

    /// <summary>A slot for a model on a device that can carry it, in place of an old one of it; null where it has none.</summary>
    private sealed record Move(ModelWish Wish, SlotPlace? Old, SlotDevice To);
}
