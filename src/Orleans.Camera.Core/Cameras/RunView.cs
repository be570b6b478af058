namespace Orleans.Camera.Core.Cameras;

/// <summary>What a run shows of itself. Immutable.</summary>
public sealed record RunView
{
    /// <summary>Whether the source is open and counts.</summary>
    public bool IsCounting { get; init; }

    public bool IsLive { get; init; }

    /// <summary>Number of the latest picture counted; 0 before the first.</summary>
    public long Frame { get; init; }

    /// <summary>Time of that picture, UTC; null before the first.</summary>
    public DateTimeOffset? PictureTime { get; init; }

    /// <summary>When it was counted, UTC, by the clock; of an open source without a picture, when it was opened.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Why it goes on badly, in one line; null where all is well.</summary>
    public string? Trouble { get; init; }

    /// <summary>How many pictures were read again to go on where the one before had stopped.</summary>
    public int ReRead { get; init; }

    public RunRates Rates { get; init; }
}

/// <summary>Pictures per second over the last seconds.</summary>
/// <param name="Arrived">By the source.</param>
/// <param name="Processed">By the pipeline.</param>
/// <param name="Detected">By the detector.</param>
/// <param name="Skipped">Dropped because a live source was faster than the pipeline.</param>
public readonly record struct RunRates(double Arrived, double Processed, double Detected, double Skipped);
