using Orleans.Camera.Benchmarks.Clips;

namespace Orleans.Camera.Benchmarks.Report;

/// <summary>All that a run of the benchmark found.</summary>
/// <param name="Date">When it began, UTC.</param>
internal sealed record BenchReport(
    string CommandLine, DateTimeOffset Date, Machine Machine, int Runs, IReadOnlyList<Clip> Clips,
    IReadOnlyList<ContenderResult> Contenders, IReadOnlyList<Measure> Measures)
{
    /// <summary>Whether every deciding figure is reached.</summary>
    public bool Reached => Measures.All(measure => measure.Reached || !measure.Decides);
}
