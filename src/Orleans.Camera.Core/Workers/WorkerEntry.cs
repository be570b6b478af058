namespace Orleans.Camera.Core.Workers;

/// <summary>One worker as the registry knows it. Immutable.</summary>
/// <param name="Id"><c>model/slot</c>.</param>
/// <param name="Silo">The silo it lives on.</param>
/// <param name="State">Where it stands in its life.</param>
/// <param name="Since">Since when it is in this state, but for ready and busy, which are one.</param>
/// <param name="StartedAt">When its present life began.</param>
public sealed record WorkerEntry(string Id, string Silo, WorkerState State, DateTimeOffset Since, DateTimeOffset StartedAt)
{
    public DateTimeOffset HeartbeatAt { get; init; } = StartedAt;

    /// <summary>The last report of the present life.</summary>
    public WorkerReport Report { get; init; } = new();

    /// <summary>Why it failed; null while it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>How often it failed since it was first registered.</summary>
    public int Failures { get; init; }

    /// <summary>When it was first registered.</summary>
    public DateTimeOffset KnownSince { get; init; } = StartedAt;

    /// <summary>Pictures a minute between the last reports.</summary>
    public double PicturesPerMinute { get; init; }

    /// <summary>Share of its pictures that failed, 0..1, smoothed over <see cref="WorkerLedger.ErrorsHold"/>.</summary>
    public double ErrorRate { get; init; }

    /// <summary>Pictures for each second of a processor; 0 where none was measured.</summary>
    public double Efficiency => Report.CpuTime > TimeSpan.Zero ? Report.Answered / Report.CpuTime.TotalSeconds : 0;

    public TimeSpan Uptime(DateTimeOffset now) => State == WorkerState.Failed ? TimeSpan.Zero : now - StartedAt;

    /// <summary>Failures in an hour, over the time it is known, at least an hour.</summary>
    public double FailuresPerHour(DateTimeOffset now) => Failures / Math.Max(1, (now - KnownSince).TotalHours);
}
