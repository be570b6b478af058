using System.Collections.Immutable;

namespace Orleans.Camera.Core.Slots;

/// <summary>One slot on one device.</summary>
/// <param name="Number">Never used again for this model.</param>
/// <param name="Replaces">The number of the slot that is drained once this one is ready; null where it replaces none.</param>
public sealed record SlotPlace(string Model, int Number, string Silo, string Device, int? Replaces = null)
{
    /// <summary>The life of the silo in which it was placed.</summary>
    public long Life { get; init; }

    public string Id => $"{Model}/{Number}";
}

/// <summary>Which slot lives where. Immutable; each change has a version of its own.</summary>
public sealed record SlotPlan
{
    public static SlotPlan Empty { get; } = new();

    public long Version { get; init; }

    public ImmutableArray<SlotPlace> Places { get; init; } = [];

    /// <summary>The next number of each model.</summary>
    public ImmutableDictionary<string, int> Next { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>When a slot of a model was last replaced.</summary>
    public ImmutableDictionary<string, DateTimeOffset> ReplacedAt { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    public SlotPlace? Find(string id) => Places.FirstOrDefault(place => place.Id == id);

    /// <summary>A slot is ready: the one it replaces is no longer wanted.</summary>
    public SlotPlan Settle(string id)
    {
        if (Find(id) is not { Replaces: { } old } place)
        {
            return this;
        }

        var places = Places.Replace(place, place with { Replaces = null }).RemoveAll(other => other.Model == place.Model && other.Number == old);
        return this with { Version = Version + 1, Places = places };
    }
}
