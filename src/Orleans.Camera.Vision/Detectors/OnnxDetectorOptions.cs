using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>How a model is run on one camera's pictures.</summary>
public sealed record OnnxDetectorOptions
{
    /// <summary>Path of the ONNX Runtime library; null to look for it. The first one loaded serves the whole process.</summary>
    public string? RuntimePath { get; init; }

    /// <summary>Threads of one run, 1 to 256. One by default, because a machine serves many cameras.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What may run the model, in order of preference.</summary>
    public IReadOnlyList<ExecutionProvider> Providers { get; init; } = SessionSettings.DefaultProviders;

    /// <summary>Which GPU, from 0.</summary>
    public int Device { get; init; }

    /// <summary>In place of the manifest's score threshold, 0..1.</summary>
    public float? ScoreThreshold { get; init; }

    /// <summary>
    /// Look only where something moves, at the picture's own resolution, up to so many crops in one batch; 0 to look at
    /// the whole picture. Worth it for small objects on large pictures.
    /// </summary>
    public int MostRegions { get; init; }

    /// <summary>How long one run may take before it is stopped.</summary>
    public TimeSpan LongestRun { get; init; } = TimeSpan.FromSeconds(25);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Validate()
    {
        Require(Threads is >= 1 and <= 256, nameof(Threads), Threads, "1 to 256");
        Require(ScoreThreshold is null or (>= 0 and <= 1), nameof(ScoreThreshold), ScoreThreshold, "0 to 1");
        Require(MostRegions is >= 0 and <= 32, nameof(MostRegions), MostRegions, "0 to 32");
        Require(Device >= 0, nameof(Device), Device, "0 or more");
        Require(LongestRun > TimeSpan.Zero, nameof(LongestRun), LongestRun, "more than 0");
        Require(Providers.Count > 0, nameof(Providers), Providers.Count, "at least one");
    }

    private static void Require(bool holds, string option, object? value, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(option, value, $"{option} must be {range}.");
        }
    }
}
