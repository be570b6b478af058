using System.Text.Json.Nodes;

namespace Orleans.Camera.Benchmarks.Failover.Workers;

/// <summary>What came of it.</summary>
internal sealed record WorkersReport
{
    public const double MostGap = 500;

    public required WorkersOptions Options { get; init; }

    /// <summary>The recordings, held against themselves without faults.</summary>
    public required (int Crossings, int Lost, int Duplicated, int Differences) Files { get; init; }

    public required LiveComparison Live { get; init; }

    /// <summary>What live cameras missed from the first fault on.</summary>
    public required IReadOnlyList<StoredGap> Gaps { get; init; }

    /// <summary>For each fault and live camera, the longest time in milliseconds in which no picture was counted.</summary>
    public required IReadOnlyList<double> LivePauses { get; init; }

    /// <summary>The same of the recordings.</summary>
    public required IReadOnlyList<double> FilePauses { get; init; }

    /// <summary>What else must not be.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    public long PicturesLost => Gaps.Sum(gap => gap.Pictures);

    /// <summary>The longer of what the cameras themselves say that they missed, and of what was seen from outside.</summary>
    public double LongestGap => Math.Max(Gaps.Select(gap => (gap.To - gap.From).TotalMilliseconds).DefaultIfEmpty().Max(), LivePauses.DefaultIfEmpty().Max());

    public bool IsRight => Files is { Crossings: > 0, Lost: 0, Duplicated: 0, Differences: 0 } && Live is { Crossings: > 0, Differences: 0 } && Gaps.Count == 0 && Problems.Count == 0;

    public bool Reached => IsRight && LongestGap < MostGap;

    public JsonObject ToJson() => new()
    {
        ["fault"] = "workers",
        ["count"] = Options.Faults,
        ["kills"] = Options.Kills,
        ["freezes"] = Options.Freezes,
        ["seed"] = Options.Seed,
        ["crossings"] = Files.Crossings,
        ["lost"] = Files.Lost,
        ["duplicated"] = Files.Duplicated,
        ["differences"] = Files.Differences,
        ["liveCrossings"] = Live.Crossings,
        ["liveDifferences"] = Live.Differences,
        ["picturesLost"] = PicturesLost,
        ["longestGapMs"] = Math.Round(LongestGap, 1),
        ["gapMs"] = SpreadOf(LivePauses),
        ["filePauseMs"] = SpreadOf(FilePauses),
        ["reached"] = Reached,
        ["problems"] = new JsonArray([.. Problems.Concat(Gaps.Select(gap => gap.ToString())).Select(problem => (JsonNode)problem)]),
    };

    private static JsonObject SpreadOf(IReadOnlyList<double> milliseconds) => new()
    {
        ["p50"] = Math.Round(FailoverReport.Percentile(milliseconds, 50), 1),
        ["p95"] = Math.Round(FailoverReport.Percentile(milliseconds, 95), 1),
        ["max"] = Math.Round(FailoverReport.Percentile(milliseconds, 100), 1),
    };
}
