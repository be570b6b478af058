namespace Orleans.Camera.Core.Tracking;

/// <summary>How <see cref="ByteTracker"/> joins boxes. Times are footage (PTS), so that 5 and 30 pictures a second behave alike.</summary>
public sealed record ByteTrackerOptions
{
    /// <summary>Detections from this score up start tracks and are joined first. Default 0.5.</summary>
    public float HighScore { get; init; } = 0.5f;

    /// <summary>Detections below this score are ignored; those up to <see cref="HighScore"/> only prolong tracks. Default 0.1.</summary>
    public float LowScore { get; init; } = 0.1f;

    /// <summary>How long an unseen track is remembered, for example behind a pole. Default 1.8 s.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(1.8);

    /// <summary>Whether a track can only be joined with detections of its own label. Default false: models confuse car and truck.</summary>
    public bool ClassAware { get; init; }

    /// <summary>At most so many objects at once, also detections per picture; more are ignored, lowest scores first. Default 256.</summary>
    public int MaxTracks { get; init; } = 256;
}
