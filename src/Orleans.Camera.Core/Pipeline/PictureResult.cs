using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Pipeline;

/// <summary>Everything the pipeline found on one picture. Owned by the pipeline and valid until its next picture.</summary>
public sealed class PictureResult
{
    internal PictureResult()
    {
    }

    /// <summary>The picture, owned by whoever called the pipeline.</summary>
    public Frame Frame { get; internal set; } = null!;

    /// <summary>What the gate saw; null where there is no gate.</summary>
    public MotionResult? Motion { get; internal set; }

    /// <summary>Whether the picture went to a detector.</summary>
    public bool WasDetected { get; internal set; }

    public List<Detecting.Detection> Detections { get; } = [];

    public List<Track> Tracks { get; } = [];

    public List<Crossing> Crossings { get; } = [];

    public List<ZoneEvent> ZoneEvents { get; } = [];
}
