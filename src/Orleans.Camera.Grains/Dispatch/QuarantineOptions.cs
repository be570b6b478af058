using System.ComponentModel.DataAnnotations;

namespace Orleans.Camera.Grains.Dispatch;

/// <summary>When a worker is quarantined.</summary>
public sealed class QuarantineOptions
{
    /// <summary>Share of its calls that fail or are slow, above 0, at most 1.</summary>
    [Range(0.01, 1)]
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Calls within the window before it is judged, 2..1000.</summary>
    [Range(2, 1000)]
    public int LeastCalls { get; set; } = 4;

    /// <summary>How far it looks back, 0.5 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it gets nothing before it is tried with one picture, 0.5 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>An answer that took longer counts as a failure, 1 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SlowCall { get; set; } = TimeSpan.FromSeconds(1);
}
