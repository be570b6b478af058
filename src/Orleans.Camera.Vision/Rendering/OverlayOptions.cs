using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>What is drawn over the pictures of one source.</summary>
public sealed record OverlayOptions
{
    /// <summary>Size of the colour picture.</summary>
    public required PictureSize Size { get; init; }

    /// <summary>Pictures per second: decides how long trails and flashes last.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>The detector's labels.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    public IReadOnlyList<LineZoneDefinition> Lines { get; init; } = [];

    public IReadOnlyList<ZoneDefinition> Zones { get; init; } = [];
}
