namespace Orleans.Camera.Benchmarks.Pipeline;

/// <summary>What <c>camera bench pipeline</c> was asked for.</summary>
internal sealed record PipelineBenchOptions
{
    public const int FewestRuns = 5;

    public const int FewestPictures = 3000;

    /// <summary>The reader's own video in place of the generated ones.</summary>
    public string? Clip { get; init; }

    /// <summary>How often every contender runs over every clip, after one run to warm up.</summary>
    public int Runs { get; init; } = FewestRuns;

    /// <summary>How many pictures the generated clips have.</summary>
    public int Pictures { get; init; } = FewestPictures;

    /// <summary>Keys of the contenders to run; all where it is empty. The measures need <c>ours</c>.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Names of the generated clips to use, for example <c>busy 768x576</c>; all where it is empty.</summary>
    public IReadOnlyList<string> Clips { get; init; } = [];

    /// <summary>Where the report in Markdown goes; null where none is written.</summary>
    public string? Results { get; init; }

    public bool Json { get; init; }

    /// <summary>The detector for the detection row; null for the small one that the tests generate.</summary>
    public string? DetectionModel { get; init; }

    /// <summary>As typed, for the report.</summary>
    public required string CommandLine { get; init; }
}
