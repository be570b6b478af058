using System.Collections.Immutable;
using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Slots;

/// <summary>One device of a silo as a place for slots. A silo that may not infer has none.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="Device">Its name on the silo: <c>cpu</c>, <c>gpu0</c>.</param>
public sealed record SlotDevice(string Silo, string Device)
{
    /// <summary>Which life of the silo this is: one that died and returned has another, and counts as empty.</summary>
    public long Life { get; init; }

    public DeviceKind Kind { get; init; }

    public string Region { get; init; } = "";

    /// <summary>Without regard to case.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>How busy it was lately, 0..1; null where nobody knows.</summary>
    public double? Busy { get; init; }

    /// <summary>Whether it has the memory for one slot more than <see cref="MostSlots"/> while one takes over from another.</summary>
    public bool MayOverlap { get; init; }

    /// <summary>Slots of all models that it carries at most.</summary>
    public int MostSlots { get; init; } = 1;

    /// <summary>The models it can load, each with its measured pictures per second there; 0 where it was not measured.</summary>
    public ImmutableDictionary<string, double> Models { get; init; } = ImmutableDictionary<string, double>.Empty;
}
