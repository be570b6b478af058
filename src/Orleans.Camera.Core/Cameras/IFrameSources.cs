using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Cameras;

/// <summary>Makes the sources of cameras. Safe for concurrent use.</summary>
public interface IFrameSources
{
    /// <returns>An address as it may be shown: without credentials. Of any text.</returns>
    string Show(string address);

    /// <returns>Whether the pictures come at their own pace and cannot be had again.</returns>
    /// <exception cref="SourceException">The address makes no sense, or a camera may not use it.</exception>
    bool IsLive(string address);

    /// <returns>Whether two may read it at once, for a moment, while it goes from one owner to the next.</returns>
    bool MayShare(string address) => false;

    /// <summary>A source that is not open yet.</summary>
    /// <exception cref="SourceException">The address makes no sense, or a camera may not use it.</exception>
    IFrameSource Create(SourceOrder order);
}

/// <summary>Which pictures are wanted.</summary>
public sealed record SourceOrder
{
    /// <summary>The address, credentials included.</summary>
    public required string Address { get; init; }

    /// <summary>Pictures per second that enter the pipeline; null for all.</summary>
    public double? ProcessFps { get; init; }

    /// <summary>The box into which the colour picture must fit; empty where none is wanted.</summary>
    public PictureSize Picture { get; init; }

    /// <summary>The picture after which reading goes on; null to begin at the beginning.</summary>
    public ResumePoint? After { get; init; }

    /// <summary>Time of PTS zero, UTC; null where the source decides.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Seed of the jitter of its pauses.</summary>
    public int Seed { get; init; }
}
