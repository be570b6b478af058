namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>What the commits of a run tell about an interval of it.</summary>
internal sealed class CommitBook(IReadOnlyList<Commit> commits)
{
    private readonly Dictionary<string, Commit[]> _byCamera = commits.GroupBy(commit => commit.Camera).ToDictionary(group => group.Key, group => group.ToArray());

    /// <summary>
    /// How long footage stood still at most: between two commits that went on, the time that passed less the footage that
    /// did. Cameras read as fast as they were filmed and do not hurry afterwards, so that a camera which is never held up
    /// has a pause of nothing, however seldom it writes, and one that was taken over has the time from the last picture of
    /// the old owner's to the first one of the new owner's.
    /// </summary>
    public TimeSpan LongestPause(DateTime from, DateTime to)
    {
        var longest = TimeSpan.Zero;
        foreach (var camera in _byCamera.Values)
        {
            Commit? before = null;
            foreach (var commit in camera.Where(commit => before is null || commit.Frame > before.Frame))
            {
                var pause = before is null ? TimeSpan.Zero : commit.At - before.At - (commit.Pts - before.Pts);
                longest = commit.At >= from && commit.At < to && pause > longest ? pause : longest;
                before = commit;
            }
        }

        return longest;
    }

    /// <summary>Pictures from the base to the checkpoint with which each new owner began, who reads them again.</summary>
    public IReadOnlyList<long> ReRead(DateTime from, DateTime to) =>
        [.. Claims(from, to).Select(claim => claim.Frame - claim.BaseFrame)];

    /// <summary>The new owners of the camera that had the most of them, one after the other.</summary>
    public IReadOnlyList<Commit> MostOwners(DateTime from, DateTime to) =>
        Claims(from, to).GroupBy(claim => claim.Camera).Select(group => group.ToArray()).MaxBy(claims => claims.Length) ?? [];

    /// <summary>How often an owner wrote at or after a moment.</summary>
    public int WritesOf(string owner, DateTime from, DateTime to) => commits.Count(commit => commit.Owner == owner && commit.At >= from && commit.At < to);

    /// <summary>Whether an event of a camera was committed before a moment.</summary>
    public bool IsCommitted(string camera, long sequence, DateTime before) =>
        _byCamera.GetValueOrDefault(camera, []).Any(commit => commit.Sequence >= sequence && commit.At <= before);

    private IEnumerable<Commit> Claims(DateTime from, DateTime to) => _byCamera.Values.SelectMany(camera => camera.Zip(camera.Skip(1)))
        .Where(pair => pair.Second.Epoch > pair.First.Epoch && pair.Second.At >= from && pair.Second.At < to)
        .Select(pair => pair.Second);
}
