using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Counting;

/// <summary>A line that counts. The constructor of its counter checks it.</summary>
public sealed record LineZoneDefinition
{
    public required string Name { get; init; }

    public required ImagePoint Start { get; init; }

    public required ImagePoint End { get; init; }

    /// <summary>The point of a box that counts.</summary>
    public Anchor Anchor { get; init; } = Anchor.BottomCenter;

    /// <summary>Labels that count; empty means all.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>On how many pictures in a row an object must be seen on the other side before it counts.</summary>
    public int ConfirmationFrames { get; init; } = 2;

    /// <summary>
    /// How far from the line, relative to the picture's height, an object must get before it counts as being on a side.
    /// </summary>
    public float Hysteresis { get; init; } = 0.01f;
}

/// <summary>A polygon whose occupancy, entries, exits and dwell times are counted.</summary>
public sealed record ZoneDefinition
{
    public required string Name { get; init; }

    /// <summary>At least three corners; the last one joins the first; no two edges cross.</summary>
    public required IReadOnlyList<ImagePoint> Polygon { get; init; }

    public Anchor Anchor { get; init; } = Anchor.BottomCenter;

    /// <summary>Labels that count; empty means all.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>On how many pictures in a row an object must be seen inside (outside) before it has entered (left).</summary>
    public int ConfirmationFrames { get; init; } = 2;

    /// <summary>After how long inside an object is loitering.</summary>
    public TimeSpan LoiteringAfter { get; init; } = TimeSpan.FromSeconds(30);
}
