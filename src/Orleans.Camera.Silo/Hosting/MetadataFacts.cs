using Orleans.Camera.Placement.Cameras;
using Orleans.Camera.Silo.Configuration;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Camera.Silo.Hosting;

/// <summary>Knows of each silo what that silo says of itself: its roles and its region.</summary>
internal sealed class MetadataFacts(IClusterMembershipService membership, ISiloMetadataCache metadata) : ISiloFacts
{
    private const string Roles = "camera.roles";
    private const string Region = "camera.region";

    /// <summary>What a silo says of itself.</summary>
    public static Dictionary<string, string> Of(SiloSettings settings) => new(StringComparer.Ordinal)
    {
        [Roles] = string.Join(',', settings.Roles),
        [Region] = settings.Region,
    };

    public SiloFact FactOf(SiloAddress silo)
    {
        var known = metadata.GetSiloMetadata(silo).Metadata;
        var name = membership.CurrentSnapshot.Members.TryGetValue(silo, out var member) ? member.Name : silo.ToParsableString();
        return new SiloFact(name)
        {
            Roles = known.TryGetValue(Roles, out var roles) ? roles.Split(',', StringSplitOptions.RemoveEmptyEntries) : null,
            Region = known.TryGetValue(Region, out var region) && region.Length > 0 ? region : null,
        };
    }
}
