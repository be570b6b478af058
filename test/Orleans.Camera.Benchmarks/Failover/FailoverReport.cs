using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>What came of one kind of fault.</summary>
/// <param name="Order">What was done.</param>
/// <param name="Seed">Of the moments and of the victims.</param>
/// <param name="Crossings">How many the undisturbed run counted meanwhile.</param>
/// <param name="Lost">Crossings of the undisturbed run that are missing.</param>
/// <param name="Duplicated">Crossings that are there more often.</param>
/// <param name="Differences">Places at which the ordered lists differ.</param>
/// <param name="Failovers">For each camera and fault, the seconds until the first checkpoint of the new owner, or of the same after an outage.</param>
/// <param name="AfterReturn">The same since one of two killed silos was back.</param>
/// <param name="LongestPause">For how long footage stood still at most, in seconds: see <see cref="CommitBook.LongestPause"/>.</param>
/// <param name="ReRead">Pictures between the base and the checkpoint that a new owner began with.</param>
/// <param name="Problems">What else must not be; empty where all is well.</param>
internal sealed record FailoverReport(
    FaultOrder Order, int Seed, int Crossings, int Lost, int Duplicated, int Differences, IReadOnlyList<double> Failovers, IReadOnlyList<double> AfterReturn,
    double LongestPause, IReadOnlyList<long> ReRead, IReadOnlyList<string> Problems)
{
    public const double MostSeconds = 5;
    public const double MostPause = 1;

    /// <summary>Bases are written with the first picture of every four seconds of footage.</summary>
    private const long MostReRead = (long)(4 * FailoverClips.FramesPerSecond);

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether all is well but for how long it took.</summary>
    public bool IsRight => Lost == 0 && Duplicated == 0 && Differences == 0 && Problems.Count == 0 && Crossings > 0;

    public bool Reached => IsRight && Late == 0 && (Order.Kind != FaultKind.Drain || LongestPause < MostPause);

    /// <summary>By how much those that must count again in time did not.</summary>
    private double Late => Math.Max(0, Percentile(Order.Kind == FaultKind.Pair ? AfterReturn : Failovers, 95) - MostSeconds);

    public long MostReadAgain => ReRead.DefaultIfEmpty().Max();

    public static IReadOnlyList<FailoverReport> Of(
        FailoverOptions options, IReadOnlyList<FaultResult> results, Comparison comparison, CommitBook book, IReadOnlyList<Announcement> heard) =>
        [.. results.Select((result, index) =>
        {
            var upTo = index + 1 < results.Count ? results[index + 1].Frames : null;
            var (crossings, lost, duplicated, differences) = comparison.Between(index == 0 ? null : result.Frames, upTo);
            var reRead = book.ReRead(result.From, result.To);
            return new FailoverReport(
                result.Order, options.Seed, crossings, lost, duplicated, differences, result.Failovers, result.AfterReturn,
                Math.Round(book.LongestPause(result.From, result.To).TotalSeconds, 3), reRead,
                [.. result.Problems, .. Judge(result, reRead, book, heard)]);
        })];

    public JsonObject ToJson() => new()
    {
        ["fault"] = Order.Name,
        ["count"] = Order.Count,
        ["kills"] = Order.Kind is FaultKind.Kill or FaultKind.StoreKill ? Order.Count : Order.Kind == FaultKind.Pair ? 2 * Order.Count : 0,
        ["seed"] = Seed,
        ["crossings"] = Crossings,
        ["lost"] = Lost,
        ["duplicated"] = Duplicated,
        ["differences"] = Differences,
        ["failoverSeconds"] = SpreadOf(Failovers),
        ["afterReturnSeconds"] = Order.Kind == FaultKind.Pair ? SpreadOf(AfterReturn) : null,
        ["longestPauseSeconds"] = LongestPause,
        ["picturesReRead"] = new JsonObject { ["max"] = MostReadAgain, ["allowed"] = MostReRead },
        ["reached"] = Reached,
        ["problems"] = new JsonArray([.. Problems.Select(problem => (JsonNode)problem)]),
    };

    /// <summary>The last line for several faults.</summary>
    public static JsonObject Sum(IReadOnlyList<FailoverReport> reports) => new()
    {
        ["faults"] = new JsonArray([.. reports.Select(report => (JsonNode)report.Order.Name)]),
        ["count"] = reports.Sum(report => report.Order.Count),
        ["crossings"] = reports.Sum(report => report.Crossings),
        ["lost"] = reports.Sum(report => report.Lost),
        ["duplicated"] = reports.Sum(report => report.Duplicated),
        ["differences"] = reports.Sum(report => report.Differences),
        ["reached"] = reports.All(report => report.Reached),
    };

    public static string Text(JsonObject json) => json.ToJsonString(Readable);

    /// <summary>The least value that is not exceeded by so many of a hundred; 0 where there is none.</summary>
    public static double Percentile(IReadOnlyList<double> seconds, int percent)
    {
        var sorted = seconds.Order().ToArray();
        return sorted.Length == 0 ? 0 : Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(percent / 100.0 * sorted.Length) - 1)], 3);
    }

    private static JsonObject SpreadOf(IReadOnlyList<double> seconds) =>
        new() { ["p50"] = Percentile(seconds, 50), ["p95"] = Percentile(seconds, 95), ["max"] = Percentile(seconds, 100) };

    private static IEnumerable<string> Judge(FaultResult result, IReadOnlyList<long> reRead, CommitBook book, IReadOnlyList<Announcement> heard)
    {
        if (reRead.Any(pictures => pictures is < 0 or > MostReRead))
        {
            yield return $"an owner read {reRead.Max()} pictures again; bases are at most {MostReRead} apart";
        }

        var owners = book.MostOwners(result.From, result.To);
        if (owners.Count > result.MostOwnersOfOne * result.Order.Count)
        {
            yield return $"{owners[0].Camera} had {owners.Count} new owners in {result.Order.Count} faults, of which each explains {result.MostOwnersOfOne}: "
                + string.Join(", ", owners.Select(owner => $"{owner.Owner} at {owner.At:HH:mm:ss.f}"));
        }

        foreach (var woken in result.Woken)
        {
            if (book.WritesOf(woken.Owner, woken.At, DateTime.MaxValue) is > 0 and var writes)
            {
                yield return $"{woken.Owner} woke after others had taken over, and committed {writes} times";
            }

            if (heard.Count(told => told.At > woken.At && told.Round <= woken.Round && woken.Cameras.Contains(told.Camera)) is > 0 and var announced)
            {
                yield return $"{woken.Owner} woke after others had taken over, and announced {announced} times";
            }
        }

        var within = heard.Where(told => told.At >= result.From && told.At < result.To).ToList();
        if (within.Count == 0)
        {
            yield return "nothing was announced at all";
        }

        foreach (var early in within.Where(told => !book.IsCommitted(told.Camera, told.Last, told.At)))
        {
            yield return $"event {early.Last} of {early.Camera} was announced before it was committed";
        }
    }
}
