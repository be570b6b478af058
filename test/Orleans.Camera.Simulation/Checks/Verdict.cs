using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Simulation.Cluster;
using Orleans.Camera.Simulation.Footage;

namespace Orleans.Camera.Simulation.Checks;

/// <summary>What must hold when a schedule is over.</summary>
internal static class Verdict
{
    /// <summary>By how much a gap may be longer than the outage.</summary>
    private static readonly TimeSpan Excess = TimeSpan.FromSeconds(1.2);

    /// <summary>A live camera that counts has stored a picture not longer ago than this.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(3);

    /// <summary>Whether nothing is left to be done: all recordings are counted, and all that was counted is announced.</summary>
    public static bool IsOver(SimCluster cluster) => Scenes.All.All(camera =>
        cluster.Store.Of(camera.Name) is var row && (camera.Name == Scenes.Live ? IsFresh(cluster, row) : row.State.HasEnded) &&
        IsAnnounced(cluster, camera.Name));

    /// <returns>The first thing that is wrong; null where nothing is.</returns>
    public static string? Of(SimCluster cluster)
    {
        foreach (var camera in Scenes.All)
        {
            var row = cluster.Store.Of(camera.Name);
            var fault = Numbers(row.Events) ?? (camera.Name == Scenes.Live
                ? Live(cluster, row)
                : Recording(Reference.Of(camera), row));
            fault ??= IsAnnounced(cluster, camera.Name) ? null : $"only {row.State.Announced} of {row.Events.Count} events are announced";
            if (fault is not null)
            {
                return $"{camera.Name}: {fault}";
            }
        }

        return null;
    }

    private static bool IsFresh(SimCluster cluster, Store.StoreCore.Row row) => row.State.Start is { } start &&
        Clock.SiloClock.At(cluster.World.Now) - (start + row.State.Pts) < Recent;

    private static bool IsAnnounced(SimCluster cluster, string camera) =>
        (cluster.Ledger.Announced.GetValueOrDefault(camera)?.Count ?? 0) == cluster.Store.Of(camera).Events.Count;

    private static string? Numbers(List<CameraEvent> events)
    {
        for (var index = 0; index < events.Count; index++)
        {
            if (events[index].Sequence != index + 1)
            {
                return $"event {index + 1} has the number {events[index].Sequence}";
            }
        }

        return null;
    }

    private static string? Recording(IReadOnlyList<string> expected, Store.StoreCore.Row row)
    {
        var counted = row.Events.Select(Reference.Show).ToArray();
        for (var index = 0; index < Math.Max(expected.Count, counted.Length); index++)
        {
            var (here, there) = (index < counted.Length ? counted[index] : "nothing", index < expected.Count ? expected[index] : "nothing");
            if (here != there)
            {
                return $"event {index + 1} is {here}; it must be {there}";
            }
        }

        return row.State.HasEnded ? null : $"it is stuck at picture {row.State.Frame}";
    }

    private static string? Live(SimCluster cluster, Store.StoreCore.Row row)
    {
        if (!IsFresh(cluster, row))
        {
            return $"it is stuck at {row.State.Start + row.State.Pts:O}";
        }

        var (events, seen) = (row.Events, Observed(cluster));
        var gaps = events.OfType<GapEvent>().ToArray();
        if (gaps.FirstOrDefault(gap => gap.To - gap.From > Excess + Missing(gap, seen)) is { } wide)
        {
            return $"the gap from {wide.From:O} to {wide.To:O} is longer than the {Missing(wide, seen).TotalSeconds} s that nobody saw";
        }

        for (var time = seen.Min; time < seen.Max; time += Scenes.Interval)
        {
            if (!seen.Contains(time) && !gaps.Any(gap => gap.From <= time && time <= gap.To))
            {
                return $"nobody saw the picture of {time:O}, and no gap says so";
            }
        }

        return events.OfType<CrossingEvent>().FirstOrDefault(crossing => !seen.Contains(crossing.Time)) is { } unseen
            ? $"{Reference.Show(unseen)} was counted on a picture that no stored run saw"
            : null;
    }

    /// <summary>How long nobody saw anything within a gap.</summary>
    private static TimeSpan Missing(GapEvent gap, SortedSet<DateTimeOffset> seen)
    {
        var missing = TimeSpan.Zero;
        for (var time = gap.From + Scenes.Interval; time < gap.To; time += Scenes.Interval)
        {
            missing += seen.Contains(time) ? TimeSpan.Zero : Scenes.Interval;
        }

        return missing;
    }

    /// <summary>The pictures that a worker has answered to a run which has stored a later one: those count.</summary>
    private static SortedSet<DateTimeOffset> Observed(SimCluster cluster)
    {
        var places = cluster.Ledger.Writes
            .Where(write => write.Camera == Scenes.Live && write.Next.Frame > 0)
            .Select(write => (write.Next.Frame, write.Next.Start!.Value + write.Next.Pts)).ToHashSet();
        var seen = new SortedSet<DateTimeOffset>();
        foreach (var showing in cluster.Log.All)
        {
            var stored = showing.Pictures.FindLastIndex(places.Contains);
            seen.UnionWith(showing.Pictures.Take(stored + 1).Where(picture => cluster.Log.Answered.Contains((Scenes.Live, picture.Number, picture.Time))).Select(picture => picture.Time));
        }

        return seen;
    }
}
