namespace Orleans.Camera.Core.Workers;

/// <summary>What a worker says of itself with every heartbeat. Counts grow from its start.</summary>
public sealed record WorkerReport
{
    public long Answered { get; init; }

    public long Failed { get; init; }

    public int InFlight { get; init; }

    public int QueueLength { get; init; }

    public TimeSpan CpuTime { get; init; }

    public TimeSpan LatencyP50 { get; init; }

    public TimeSpan LatencyP95 { get; init; }

    public TimeSpan LatencyP99 { get; init; }
}
