namespace Orleans.Camera.Benchmarks.Cluster;

/// <summary>What <c>camera bench cluster</c> was asked for.</summary>
internal sealed record ClusterBenchOptions
{
    public const int FewestRuns = 7;

    /// <summary>The parts that can be asked for.</summary>
    public static readonly string[] Parts = ["rates", "balance", "cost", "latency"];

    /// <summary>How often each lane runs, after one run to warm up.</summary>
    public int Runs { get; init; } = FewestRuns;

    /// <summary>Which of <see cref="Parts"/>; all where it is empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>The reader's own ONNX detector in place of the generated ones.</summary>
    public string? Model { get; init; }

    /// <summary>Where the report in Markdown goes; null where none is written.</summary>
    public string? Results { get; init; }

    public bool Json { get; init; }

    /// <summary>As typed, for the report.</summary>
    public required string CommandLine { get; init; }

    public bool Has(string part) => Only.Count == 0 || Only.Contains(part);
}
