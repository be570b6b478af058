using Orleans.Camera.Benchmarks.Measuring;

namespace Orleans.Camera.Benchmarks.Report;

/// <summary>What one contender used on one clip.</summary>
/// <param name="Samples">One for every round; empty where it could not run.</param>
/// <param name="Note">Why it could not run, or null.</param>
internal sealed record ContenderResult(string Key, string Title, string Clip, IReadOnlyList<CpuSample> Samples, string? Note)
{
    public Spread? PerThousand => Samples.Count == 0 ? null : Spread.Of(Figures);

    public IReadOnlyList<double> Figures => [.. Samples.Select(sample => sample.PerThousand)];
}
