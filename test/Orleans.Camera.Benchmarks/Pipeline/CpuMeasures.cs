using Orleans.Camera.Benchmarks.Clips;
using Orleans.Camera.Benchmarks.Measuring;
using Orleans.Camera.Benchmarks.Report;

namespace Orleans.Camera.Benchmarks.Pipeline;

/// <summary>What our CPU time must be, compared with the others.</summary>
internal static class CpuMeasures
{
    /// <summary>All of them where the clip decides; else those whose contenders ran.</summary>
    public static IEnumerable<Measure> Of(Clip clip, IReadOnlyList<ContenderResult> results) =>
        All(clip, results).Where(measure => clip.Decides || measure.Value is not null);

    private static IEnumerable<Measure> All(Clip clip, IReadOnlyList<ContenderResult> results)
    {
        yield return Compare("ours/ffmpeg", "ours", "ffmpeg", target: 1.30, atMost: true);
        yield return Compare("shared-memory/ours", "shared-memory", "ours", target: 1.25, atMost: false);
        yield return Compare("pickled-queue/ours", "pickled-queue", "ours", target: 2.0, atMost: false);
        yield return Compare("motion/ours", "motion", "ours", target: 1.15, atMost: false);

        Measure Compare(string key, string above, string below, double target, bool atMost)
        {
            var numerator = results.FirstOrDefault(result => result.Key == above);
            var denominator = results.FirstOrDefault(result => result.Key == below);
            var ready = numerator is { PerThousand: not null } && denominator is { PerThousand: not null };
            return new Measure(
                key,
                key.Replace("/", " / ", StringComparison.Ordinal),
                clip.Name,
                ready ? Spread.OfRatios(numerator!.Figures, denominator!.Figures) : null,
                target,
                atMost,
                clip.Decides,
                ready ? null : numerator?.Note ?? denominator?.Note ?? "not run");
        }
    }
}
