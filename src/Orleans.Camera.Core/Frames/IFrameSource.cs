namespace Orleans.Camera.Core.Frames;

/// <summary>Where pictures come from. One instance is read by one reader, once, from its start to its end.</summary>
public interface IFrameSource : IAsyncDisposable
{
    /// <summary>Opens the source and waits for its first picture, or for the one after which it is to go on.</summary>
    /// <exception cref="SourceException">It cannot be opened, or sent no picture within the time allowed for opening.</exception>
    Task<SourceInfo> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The next picture, owned by the caller; or a gap, which comes before the first picture after it; or the end.
    /// </summary>
    /// <exception cref="SourceException">
    /// The source broke off and does not come back. The gap was delivered by the call before.
    /// </exception>
    ValueTask<SourceRead> ReadAsync(CancellationToken cancellationToken);

    /// <summary>How many pictures arrived and how many were dropped, so far.</summary>
    SourceStatistics Statistics { get; }
}

/// <summary>What <see cref="IFrameSource.ReadAsync"/> returned: a frame, a gap, or the end.</summary>
public readonly record struct SourceRead(Frame? Frame, Gap? Gap)
{
    public bool IsEnd => Frame is null && Gap is null;
}

/// <summary>What is known of an open source.</summary>
public sealed record SourceInfo
{
    /// <summary>The source as it may be shown: without credentials.</summary>
    public required string Name { get; init; }

    public required FrameLayout Layout { get; init; }

    /// <summary>Nominal pictures per second of the source; 0 where it does not say.</summary>
    public double FramesPerSecond { get; init; }

    /// <summary>Whether pictures come at their own pace: a slow reader loses pictures instead of delaying the source.</summary>
    public bool IsLive { get; init; }

    /// <summary>How many pictures there will be, for a progress bar; an estimate, or null.</summary>
    public long? ExpectedPictures { get; init; }

    /// <summary>
    /// What tells this recording from every other: of a file its length and the SHA-256 of its first and last 64 KiB, of a
    /// folder the SHA-256 of its pictures' names and lengths. Null for any other source.
    /// </summary>
    public string? Identity { get; init; }

    /// <summary>The time of PTS zero, UTC.</summary>
    public DateTimeOffset Start { get; init; }
}

/// <param name="Arrived">Pictures decoded by the source, those before the first one delivered included.</param>
/// <param name="Skipped">Pictures dropped because the reader was slower than a live source.</param>
/// <param name="Reconnects">How often a live source was opened again.</param>
public readonly record struct SourceStatistics(long Arrived, long Skipped, int Reconnects);
