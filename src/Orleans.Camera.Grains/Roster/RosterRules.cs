using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Grains.Roster;

/// <summary>Which cameras do not count though they must. Pure functions of what the store and the membership say.</summary>
internal static class RosterRules
{
    /// <summary>Three signs of life missed.</summary>
    public static readonly TimeSpan Old = TimeSpan.FromSeconds(15);

    /// <param name="known">Every camera.</param>
    /// <param name="beats">The latest sign of life of each camera that ever gave one.</param>
    /// <param name="active">Owners that are active silos.</param>
    /// <param name="agesCount">Whether the store was there in the round before, so that an old sign of life means something.</param>
    public static IReadOnlyList<string> Idle(
        IEnumerable<StoredDefinition> known, IReadOnlyDictionary<string, CheckpointBeat> beats, IEnumerable<string> active, bool agesCount)
    {
        var owners = active.ToHashSet(StringComparer.Ordinal);
        return [.. known
            .Where(stored => stored.IsEnabled && MustStart(beats.GetValueOrDefault(stored.Camera), owners, agesCount))
            .Select(stored => stored.Camera)];
    }

    /// <summary>How many cameras each active silo counts, by its name.</summary>
    /// <param name="beats">The signs of life.</param>
    /// <param name="owners">Names of the active silos by how they sign.</param>
    public static Dictionary<string, int> CamerasBySilo(IEnumerable<CheckpointBeat> beats, IReadOnlyDictionary<string, string> owners) =>
        beats.Where(beat => !beat.HasEnded && owners.ContainsKey(beat.Owner))
            .GroupBy(beat => owners[beat.Owner], StringComparer.Ordinal)
            .ToDictionary(silo => silo.Key, silo => silo.Count(), StringComparer.Ordinal);

    /// <summary>Which cameras change silos so that each has its share, as far as moves are allowed: of the busiest, those that had the fewest owners.</summary>
    /// <param name="beats">The signs of life of the cameras that may move.</param>
    /// <param name="seats">The active silos that may have cameras, as they sign, and how much each can do.</param>
    /// <param name="most">At most so many.</param>
    public static IReadOnlyList<string> Moving(IEnumerable<CheckpointBeat> beats, IReadOnlyDictionary<string, double> seats, int most)
    {
        var cameras = seats.Keys.ToDictionary(owner => owner, _ => new Stack<string>(), StringComparer.Ordinal);
        foreach (var beat in beats.Where(beat => !beat.HasEnded && beat.Age <= Old && seats.ContainsKey(beat.Owner)).OrderByDescending(beat => beat.Tag.Epoch).ThenBy(beat => beat.Camera, StringComparer.Ordinal))
        {
            cameras[beat.Owner].Push(beat.Camera);
        }

        var (moving, came) = (new List<string>(), seats.Keys.ToDictionary(owner => owner, _ => 0, StringComparer.Ordinal));
        double After(string owner, int change) => (cameras[owner].Count + came[owner] + change) / seats[owner];
        while (moving.Count < most && seats.Count > 1)
        {
            var from = seats.Keys.Where(owner => cameras[owner].Count > 0).OrderByDescending(owner => After(owner, 0)).ThenBy(owner => owner, StringComparer.Ordinal).FirstOrDefault();
            var to = seats.Keys.OrderBy(owner => After(owner, 1)).ThenBy(owner => owner, StringComparer.Ordinal).First();
            if (from is null || After(to, 1) >= After(from, 0))
            {
                break;
            }

            moving.Add(cameras[from].Pop());
            came[to]++;
        }

        return moving;
    }

    private static bool MustStart(CheckpointBeat? beat, HashSet<string> owners, bool agesCount) =>
        beat is null || (!beat.HasEnded && (!owners.Contains(beat.Owner) || (agesCount && beat.Age > Old)));
}
