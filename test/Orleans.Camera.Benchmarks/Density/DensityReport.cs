using Orleans.Camera.Benchmarks.Report;

namespace Orleans.Camera.Benchmarks.Density;

/// <summary>How many cameras one program carried of one scene.</summary>
/// <param name="Scene">The clip's name.</param>
/// <param name="Samples">All steps, in their order.</param>
/// <param name="Best">The largest that held; null where none did, or it could not run.</param>
/// <param name="Note">Why it could not run, or null.</param>
internal sealed record DensityRow(string Scene, string Key, string Title, IReadOnlyList<CrowdSample> Samples, CrowdSample? Best, string? Note)
{
    public int Cameras => Best?.Cameras ?? 0;
}

/// <summary>One figure that must be reached.</summary>
/// <param name="Decides">Whether it counts for the verdict, or is shown for information.</param>
internal sealed record DensityGoal(string Title, double? Value, double Target, bool AtMost, bool Decides = true)
{
    public bool Reached => Value is { } value && (AtMost ? value <= Target : value >= Target);
}

/// <summary>All that a run found.</summary>
internal sealed record DensityReport(
    string CommandLine, DateTimeOffset Date, TimeSpan Took, Machine Machine, DensityOptions Options, IReadOnlyList<DensityRow> Rows)
{
    private const double MostMiB = 25;

    public IReadOnlyList<DensityGoal> Goals { get; } =
    [
        .. Ratios(Rows, DensityBench.Busy, 1.15),
        .. Ratios(Rows, DensityBench.Quiet, 1.3),
        .. Rows.Where(IsOurs).Select(row => new DensityGoal($"MiB of our own process per camera, {row.Scene}", row.Best?.MiBPerCamera, MostMiB, AtMost: true)),
    ];

    public bool Reached => Goals.All(goal => goal.Reached || !goal.Decides);

    private static bool IsOurs(DensityRow row) => row.Key.StartsWith("ours", StringComparison.Ordinal);

    private static IEnumerable<DensityGoal> Ratios(IReadOnlyList<DensityRow> rows, string scene, double target)
    {
        var ours = rows.FirstOrDefault(row => row.Scene == scene && IsOurs(row));
        return ours is null ? [] : rows.Where(row => row.Scene == scene && row != ours).Select(other => new DensityGoal(
            $"our cameras / those of {other.Title}, {scene}", other.Cameras == 0 ? null : (double)ours.Cameras / other.Cameras, target, AtMost: false, Decides: other.Key != MotionCrowd.AsItComes));
    }
}
