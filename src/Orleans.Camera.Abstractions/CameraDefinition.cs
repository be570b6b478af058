namespace Orleans.Camera.Abstractions;

/// <summary>What one camera is and what it counts. Coordinates are relative to the picture, 0..1, y down.</summary>
/// <remarks>Lists are copied into arrays: what C# makes of <c>[a, b]</c> cannot travel.</remarks>
[GenerateSerializer, Immutable, Alias("camera.definition")]
public sealed record CameraDefinition
{
    /// <summary>The camera's name and grain key: 1 to 64 letters, digits, <c>-</c>, <c>_</c> or <c>.</c>.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>
    /// <c>rtsp://</c>, <c>http(s)://</c>, <c>device:///dev/videoN</c>, a file or a folder. What a silo answers shows it without
    /// credentials.
    /// </summary>
    [Id(1)]
    public required string Source { get; init; }

    [Id(2)]
    public IReadOnlyList<LineDefinition> Lines { get; init => field = value.ToArray(); } = [];

    [Id(3)]
    public IReadOnlyList<AreaDefinition> Zones { get; init => field = value.ToArray(); } = [];

    /// <summary><c>motion</c>, or the name of a model.</summary>
    [Id(4)]
    public string Detector { get; init; } = "motion";

    /// <summary>Labels that count; empty means people and vehicles, or all where the detector knows neither.</summary>
    [Id(5)]
    public IReadOnlyList<string> Labels { get; init => field = value.ToArray(); } = [];

    /// <summary>Pictures per second that enter the pipeline, 0.1..1000; null for all.</summary>
    [Id(6)]
    public double? ProcessFps { get; init; }

    /// <summary>Where the camera stands; silos of the same region are preferred. Empty: anywhere.</summary>
    [Id(7)]
    public string Region { get; init; } = "";

    /// <summary>Whether a file is read at the pace of its own times, as a live camera would send it, instead of as fast as it can be.</summary>
    [Id(8)]
    public bool RealTime { get; init; }

    /// <summary>Whether the camera must run.</summary>
    [Id(9)]
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// <c>critical</c>, <c>high</c>, <c>normal</c> or <c>low</c>: whose pictures go first to workers that have too many. Empty:
    /// <c>normal</c>.
    /// </summary>
    [Id(10)]
    public string Priority { get; init; } = "";

    /// <summary>The policy by which a worker is chosen for its pictures; empty: that of the silo.</summary>
    [Id(11)]
    public string Dispatch { get; init; } = "";
}

/// <summary>A line that counts. From the left of the arrow start → end to its right, as seen on the picture, is <c>in</c>.</summary>
/// <param name="Name">Unique on its camera.</param>
/// <param name="Anchor"><c>bottom-center</c> or <c>center</c>; empty for the detector's own: the middle for <c>motion</c>.</param>
[GenerateSerializer, Immutable, Alias("camera.line")]
public sealed record LineDefinition(
    [property: Id(0)] string Name,
    [property: Id(1)] float X1,
    [property: Id(2)] float Y1,
    [property: Id(3)] float X2,
    [property: Id(4)] float Y2,
    [property: Id(5)] string Anchor = "");

/// <summary>A polygon whose occupancy, entries, exits and dwell times are counted.</summary>
/// <param name="Name">Unique on its camera.</param>
/// <param name="Corners">x1, y1, x2, y2, ...: at least three corners.</param>
/// <param name="Anchor">As for a line.</param>
[GenerateSerializer, Immutable, Alias("camera.area")]
public sealed record AreaDefinition(
    [property: Id(0)] string Name,
    IReadOnlyList<float> Corners,
    [property: Id(2)] string Anchor = "")
{
    [Id(1)]
    public IReadOnlyList<float> Corners { get; init => field = value.ToArray(); } = Corners.ToArray();
}
