using System.Collections.Immutable;

namespace Orleans.Camera.Core.Slots;

/// <summary>One slot on one device.</summary>
/// <param name="Number">Never used again for this model.</param>
/// <param name="Replaces">The number of the slot that is drained once this one is ready; null where it replaces none.</param>
public sealed record SlotPlace(string Model, int Number, string Silo, string Device, int? Replaces = null)
{
    /// <summary>The life of the silo in which it was placed.</summary>
    public long Life { get; init; }

    /// <summary>
    /// The slot of another model whose room it takes, by id. Where that one is still in the plan it goes when this one is ready;
    /// else this one begins when that one is gone.
    /// </summary>
    public string? Displaces { get; init; }

    /// <summary>The model that has no slot yet, for which this one makes room by moving; null for none.</summary>
    public string? MakesRoomFor { get; init; }

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

    /// <summary>A slot is ready: the one it replaces, and the one whose room it takes, are no longer wanted.</summary>
    public SlotPlan Settle(string id)
    {
        if (Find(id) is not { } place || place is { Replaces: null, Displaces: null })
        {
            return this;
        }

        var places = Places.Replace(place, place with { Replaces = null, Displaces = null, MakesRoomFor = null })
            .RemoveAll(other => (other.Model == place.Model && other.Number == place.Replaces) || other.Id == place.Displaces);
        return this with { Version = Version + 1, Places = places };
    }
}
