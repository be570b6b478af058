using Orleans.Camera.Placement.Silos;

namespace Orleans.Camera.Placement.Cameras;

/// <summary>What is known of the silos. Safe for concurrent use; answers at once.</summary>
public interface ISiloFacts
{
    /// <returns>What is known; a fact with its defaults where nothing is.</returns>
    SiloFact FactOf(SiloAddress silo);

    /// <returns>What the silo said of itself when it started; nothing is known of one that has said nothing yet.</returns>
    SiloCapabilities CapabilitiesOf(SiloAddress silo) => SiloCapabilities.Unknown;
}

/// <summary>What is known of one silo as a place for cameras; what is unknown is allowed.</summary>
/// <param name="Name">The silo's name.</param>
public sealed record SiloFact(string Name)
{
    public const string IngestRole = "ingest";

    /// <summary>Its roles; null where it has not said yet.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Where it stands; null where it has not said.</summary>
    public string? Region { get; init; }

    /// <summary>How many cameras it can decode at most; null where nobody knows.</summary>
    public int? MostCameras { get; init; }

    /// <summary>How much it can decode compared with others, above 0: for example its cores.</summary>
    public double Weight { get; init; } = 1;

    public bool MayIngest => Roles is null || Roles.Contains(IngestRole, StringComparer.OrdinalIgnoreCase);
}

/// <summary>Knows of the silos what the membership knows: their names.</summary>
internal sealed class MembershipFacts(IClusterMembershipService membership) : ISiloFacts
{
    public SiloFact FactOf(SiloAddress silo) =>
        new(membership.CurrentSnapshot.Members.TryGetValue(silo, out var member) ? member.Name : silo.ToParsableString());
}
