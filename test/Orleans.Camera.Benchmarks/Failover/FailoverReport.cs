using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>What came of it.</summary>
/// <param name="Crossings">How many the undisturbed run counted.</param>
/// <param name="Lost">Crossings of the undisturbed run that are missing.</param>
/// <param name="Duplicated">Crossings that are there more often.</param>
/// <param name="Differences">Places at which the ordered lists differ.</param>
/// <param name="Failovers">For each camera and fault, the seconds until the first checkpoint of the new owner, or of the same after an outage.</param>
/// <param name="ReRead">Pictures between the base and the checkpoint that a new owner began with.</param>
/// <param name="Problems">What else must not be; empty where all is well.</param>
internal sealed record FailoverReport(
    FailoverOptions Options, int Crossings, int Lost, int Duplicated, int Differences, IReadOnlyList<double> Failovers, IReadOnlyList<long> ReRead,
    IReadOnlyList<string> Problems)
{
    public bool Reached => Lost == 0 && Duplicated == 0 && Differences == 0 && Problems.Count == 0 && Percentile(95) < Limit && Crossings > 0;

    private double Limit => Options.Fault switch
    {
        FaultKind.Pair => 30,
        FaultKind.Freeze => 10,
        _ => 5,
    };

    public string ToJson() => new JsonObject
    {
        ["fault"] = JsonNamingPolicy.KebabCaseLower.ConvertName(Options.Fault.ToString()),
        ["count"] = Options.Count,
        ["kills"] = Options.Fault is FaultKind.Kill or FaultKind.StoreKill ? Options.Count : Options.Fault == FaultKind.Pair ? 2 * Options.Count : 0,
        ["seed"] = Options.Seed,
        ["crossings"] = Crossings,
        ["lost"] = Lost,
        ["duplicated"] = Duplicated,
        ["differences"] = Differences,
        ["failoverSeconds"] = new JsonObject { ["p50"] = Percentile(50), ["p95"] = Percentile(95), ["max"] = Percentile(100) },
        ["picturesReRead"] = new JsonObject { ["max"] = ReRead.DefaultIfEmpty().Max() },
        ["problems"] = new JsonArray([.. Problems.Select(problem => (JsonNode)problem)]),
    }.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The least value that is not exceeded by so many of a hundred; 0 where there is none.</summary>
    public double Percentile(int percent)
    {
        var sorted = Failovers.Order().ToArray();
        return sorted.Length == 0 ? 0 : Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(percent / 100.0 * sorted.Length) - 1)], 3);
    }
}
