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

    private static bool MustStart(CheckpointBeat? beat, HashSet<string> owners, bool agesCount) =>
        beat is null || (!beat.HasEnded && (!owners.Contains(beat.Owner) || (agesCount && beat.Age > Old)));
}
