namespace Orleans.Camera.Core.Batching;

/// <summary>How pictures of several cameras are gathered for one run of a model.</summary>
public sealed record BatcherOptions
{
    /// <summary>The largest batch.</summary>
    public const int Most = 256;

    /// <summary>Pictures in one run at most, 1..<see cref="Most"/>. 1 does not batch.</summary>
    public int MaximumBatch { get; init; } = 1;

    /// <summary>How long the first picture of a batch waits for others, 0..1 s.</summary>
    public TimeSpan MaximumWait { get; init; } = TimeSpan.Zero;

    /// <summary>Pictures that wait at most, as many as one batch or more. One more is refused.</summary>
    public int MaximumQueue { get; init; } = 16;

    /// <summary>Every fault at once; none where all is well.</summary>
    public IEnumerable<string> Faults()
    {
        if (MaximumBatch is < 1 or > Most)
        {
            yield return $"the maximum batch must be 1 to {Most}, not {MaximumBatch}";
        }

        if (MaximumWait < TimeSpan.Zero || MaximumWait > TimeSpan.FromSeconds(1))
        {
            yield return $"the maximum wait must be 0 to 1 s, not {MaximumWait.TotalSeconds} s";
        }

        if (MaximumQueue < MaximumBatch)
        {
            yield return $"the queue must hold a whole batch of {MaximumBatch}, not {MaximumQueue}";
        }
    }
}
