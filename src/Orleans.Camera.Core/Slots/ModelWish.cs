using System.Collections.Immutable;

namespace Orleans.Camera.Core.Slots;

/// <summary>What a model wants.</summary>
/// <param name="Model">Its name.</param>
public sealed record ModelWish(string Model)
{
    /// <summary>How many slots; null for one on each device that can.</summary>
    public int? Slots { get; init; }

    /// <summary>Every one of these the device must have.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>Whether its manifest lets it run without a GPU.</summary>
    public bool AllowsCpu { get; init; } = true;

    /// <summary>Where its cameras stand; empty where that does not matter.</summary>
    public string Region { get; init; } = "";
}
