using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Sources;

/// <summary>How a source is read.</summary>
public sealed record FrameSourceOptions
{
    /// <summary>Pictures per second that enter the pipeline, 0.1..1000; null for all. The others are not even scaled.</summary>
    public double? ProcessFps { get; init; }

    /// <summary>The colour picture that travels beside the gate plane. Default: none.</summary>
    public ColourPicture Picture { get; init; } = ColourPicture.None;

    /// <summary>
    /// Number of the first picture to deliver, from 1. What is delivered from there on is what a reading from the start
    /// would have delivered. Only for files, folders and standard input.
    /// </summary>
    public long StartAt { get; init; } = 1;

    /// <summary>
    /// The picture after which reading goes on, delivered before and not delivered again; null to begin at the beginning.
    /// What is delivered is, to the byte, number and time, what an uninterrupted reading with the same options would have
    /// delivered from there on; a file that is another one than before is a <see cref="SourceException"/>. A live source
    /// cannot go back: its numbers and times go on from there, counted from <see cref="StartTime"/>, which it then needs.
    /// </summary>
    public ResumePoint? After { get; init; }

    /// <summary>
    /// Time of PTS zero, UTC. Null: what the file says, else its last change; for a live source, now.
    /// </summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Which addresses may be used; null for all, where the user's own command names the source.</summary>
    public SourcePolicy? Policy { get; init; }

    /// <summary>Pictures per second of a folder of pictures.</summary>
    public double FolderFps { get; init; } = 25;

    public RtspTransport RtspTransport { get; init; } = RtspTransport.Tcp;

    /// <summary>Whether pictures wait for each other; null: never. Only where a relay stands before FFmpeg.</summary>
    public Coalescing? Coalescing { get; init; }

    /// <summary>From the call to the first whole picture, whatever the other side does. Default 10 s.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a live source may send no picture before it is opened again. Default 4 s, so that a camera that hangs is
    /// noticed within 5 s. Cameras slower than a picture a second get three of their intervals.
    /// </summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The first pause before a live source is opened again; doubled after each failure. Default 1 s.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause. Default 1 min.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many pictures wait for the reader at most.</summary>
    public int BufferedPictures { get; init; } = 10;

    /// <summary>Threads of the decoder. One costs the least CPU time in all.</summary>
    public int DecoderThreads { get; init; } = 1;

    /// <summary>The FFmpeg program.</summary>
    public string Ffmpeg { get; init; } = "ffmpeg";

    /// <summary>Seed of the jitter of the pauses.</summary>
    public int Seed { get; init; }

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Validate()
    {
        if (ProcessFps is { } fps && !(fps is >= 0.1 and <= 1000))
        {
            throw new ArgumentOutOfRangeException(nameof(ProcessFps), fps, "Pictures per second are 0.1 to 1000.");
        }

        if (!(FolderFps is >= 0.001 and <= 1000))
        {
            throw new ArgumentOutOfRangeException(nameof(FolderFps), FolderFps, "Pictures per second are 0.001 to 1000.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(StartAt, 1);
        if (After is { } after)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(after.Number, 1, nameof(After));
            ArgumentOutOfRangeException.ThrowIfLessThan(after.Pts, TimeSpan.Zero, nameof(After));
            ArgumentOutOfRangeException.ThrowIfNotEqual(StartAt, 1);
        }

        Coalescing?.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(BufferedPictures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(DecoderThreads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(OpenTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SilenceTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstRetry, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestRetry, FirstRetry);
    }
}

/// <summary>How RTSP carries the pictures.</summary>
public enum RtspTransport
{
    /// <summary>Inside the RTSP connection: nothing is lost on the way.</summary>
    Tcp = 0,
    Udp = 1,
}

/// <summary>Which colour picture travels beside the gate plane.</summary>
public readonly record struct ColourPicture
{
    private ColourPicture(bool isWanted, PictureSize limit) => (IsWanted, Limit) = (isWanted, limit);

    /// <summary>No colour picture: the cheapest.</summary>
    public static ColourPicture None => default;

    /// <summary>As large as the source's own, cut to an even size.</summary>
    public static ColourPicture Native => new(isWanted: true, default);

    public bool IsWanted { get; }

    /// <summary>The box it must fit into; empty for the source's own size.</summary>
    public PictureSize Limit { get; }

    /// <summary>The largest picture of the source's shape that fits into a box, even in both directions, never larger than the source's own.</summary>
    /// <param name="width">At least 2.</param>
    /// <param name="height">At least 2.</param>
    public static ColourPicture Within(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 2);
        return new ColourPicture(isWanted: true, new PictureSize(width, height));
    }
}
