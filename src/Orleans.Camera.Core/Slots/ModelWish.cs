using System.Collections.Immutable;

namespace Orleans.Camera.Core.Slots;

/// <summary>What a model wants.</summary>
/// <param name="Model">Its name.</param>
public sealed record ModelWish(string Model)
{
    /// <summary>How many slots at most; null for one on each device that can. No device gets two.</summary>
    public int? Slots { get; init; }

    /// <summary>Every one of these the device must have, as its manifest says.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>Whether it may take the room of another model that has several slots, where it has none.</summary>
    public bool MayDisplace { get; init; } = true;

    /// <summary>Whether its manifest lets it run without a GPU.</summary>
    public bool AllowsCpu { get; init; } = true;

    /// <summary>Where its cameras stand, most of them first; empty where that does not matter.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];
}
