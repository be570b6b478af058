using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Cli.Counting;

/// <summary>What <c>camera count</c> was asked to do, checked.</summary>
internal sealed record CountSettings
{
    /// <summary>Null where recorded detections stand for themselves.</summary>
    public string? Source { get; init; }

    public required IReadOnlyList<LineZoneDefinition> Lines { get; init; }

    public IReadOnlyList<ZoneDefinition> Zones { get; init; } = [];

    /// <summary>A model's name or file; null for the motion detector.</summary>
    public string? Model { get; init; }

    /// <summary>Labels that count; empty means people and vehicles, or all where the detector knows neither.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>A file of recorded boxes that stands for the detector.</summary>
    public string? Detections { get; init; }

    public string? Tracks { get; init; }

    /// <summary>Pictures per second; null for all.</summary>
    public double? ProcessFps { get; init; }

    /// <summary>Number of the first picture, from 1.</summary>
    public long Start { get; init; } = 1;

    public bool UseUdp { get; init; }

    /// <summary>Size and rate of the pictures that are not there.</summary>
    public (PictureSize Size, double Fps)? Virtual { get; init; }

    /// <summary>Pictures per second of a folder of pictures; null for the usual rate.</summary>
    public double? FolderFps { get; init; }

    public bool Json { get; init; }

    public string? Annotate { get; init; }

    public string? Snapshot { get; init; }

    /// <summary>Whether somebody wants to see colours.</summary>
    public bool NeedsPicture => Annotate is not null || Snapshot is not null || Model is not null;
}
