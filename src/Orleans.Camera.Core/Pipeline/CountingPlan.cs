using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Pipeline;

/// <summary>What one camera counts. A change makes a new pipeline; it never mutates a running one.</summary>
public sealed record CountingPlan
{
    public IReadOnlyList<LineZoneDefinition> Lines { get; init; } = [];

    public IReadOnlyList<ZoneDefinition> Zones { get; init; } = [];

    /// <summary>Labels that are tracked at all; empty means all.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether places are summed up for a heat map.</summary>
    public bool HeatMap { get; init; }

    public ByteTrackerOptions Tracker { get; init; } = new();
}
