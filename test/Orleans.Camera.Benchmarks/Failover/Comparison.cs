namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>What the struck cameras counted, held against the undisturbed ones, part by part.</summary>
internal sealed class Comparison
{
    private readonly IReadOnlyDictionary<string, long> _until;
    private readonly List<CountedCrossing> _expected;
    private readonly List<CountedCrossing> _counted;
    private readonly string _prefix;

    /// <param name="until">The latest picture of each struck camera of which everything has been counted.</param>
    /// <param name="crossings">Of all cameras.</param>
    /// <param name="undisturbed">Prefix of the undisturbed cameras.</param>
    /// <param name="struck">Prefix of the others.</param>
    public Comparison(IReadOnlyDictionary<string, long> until, IReadOnlyList<CountedCrossing> crossings, string undisturbed, string struck)
    {
        _prefix = struck;
        _until = Known(until);
        _expected = Of(crossings, undisturbed);
        _counted = Of(crossings, struck);
    }

    /// <summary>One part: the pictures after some and up to others, of each camera.</summary>
    /// <param name="after">By the struck cameras' names; null for all from the first.</param>
    /// <param name="upTo">The same; null for all that were counted.</param>
    public (int Crossings, int Lost, int Duplicated, int Differences) Between(IReadOnlyDictionary<string, long>? after, IReadOnlyDictionary<string, long>? upTo)
    {
        var (first, last) = (after is null ? null : Known(after), upTo is null ? _until : Known(upTo));
        bool IsInside(CountedCrossing crossing) =>
            crossing.Frame > (first?.GetValueOrDefault(crossing.Camera) ?? 0) && crossing.Frame <= last.GetValueOrDefault(crossing.Camera);
        var (expected, counted) = (_expected.FindAll(IsInside), _counted.FindAll(IsInside));
        var cameras = expected.Concat(counted).Select(crossing => crossing.Camera).Distinct(StringComparer.Ordinal);
        var differences = cameras.Sum(camera => Differences(
            expected.FindAll(crossing => crossing.Camera == camera), counted.FindAll(crossing => crossing.Camera == camera)));
        return (expected.Count, Surplus(expected, counted), Surplus(counted, expected), differences);
    }

    private static List<CountedCrossing> Of(IReadOnlyList<CountedCrossing> all, string prefix) =>
        [.. all.Where(crossing => crossing.Camera.StartsWith(prefix, StringComparison.Ordinal))
            .Select(crossing => crossing with { Camera = crossing.Camera[prefix.Length..] })];

    /// <summary>How many of one list the other does not have, each counted as often as it occurs.</summary>
    private static int Surplus(List<CountedCrossing> of, List<CountedCrossing> over)
    {
        var known = over.CountBy(crossing => crossing).ToDictionary();
        return of.CountBy(crossing => crossing).Sum(crossing => Math.Max(0, crossing.Value - known.GetValueOrDefault(crossing.Key)));
    }

    private static int Differences(List<CountedCrossing> one, List<CountedCrossing> other) =>
        Enumerable.Range(0, Math.Max(one.Count, other.Count)).Count(at => at >= one.Count || at >= other.Count || one[at] != other[at]);

    private Dictionary<string, long> Known(IReadOnlyDictionary<string, long> frames) => frames
        .Where(pair => pair.Key.StartsWith(_prefix, StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[_prefix.Length..], pair => pair.Value);
}
