using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Placement.Cameras;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Vision.Models;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Camera.Silo.Hosting;

/// <summary>Knows of each silo what that silo says of itself.</summary>
internal sealed class MetadataFacts(IClusterMembershipService membership, ISiloMetadataCache metadata) : ISiloFacts
{
    /// <summary>What a silo says of itself.</summary>
    /// <param name="settings">Its configuration.</param>
    /// <param name="machine">What it has.</param>
    /// <param name="models">What lies on it; null where nobody knows.</param>
    public static Dictionary<string, string> Of(SiloSettings settings, MachineLook machine, IReadOnlyList<SiloModel>? models) =>
        SiloMetadataText.Write(new SiloCapabilities
        {
            Roles = settings.Roles,
            Region = settings.Region.Length > 0 ? settings.Region : null,
            Devices = machine.Devices,
            Named = settings.Workers.Capabilities,
            Models = models,
            Limits = new SiloLimits(machine.Cpus, machine.Memory, MostSlots: settings.Workers.MostSlots),
            Version = EngineInfo.Version,
        });

    /// <returns>The models whose manifests can be read; null where there is no folder for them.</returns>
    public static IReadOnlyList<SiloModel>? ModelsOf(Func<ModelStore> open)
    {
        try
        {
            return
            [
                .. open().List().Where(model => model is { IsStored: true, Fault: null, Manifest.Sha256: not null })
                    .Select(model => new SiloModel(model.Name, model.Manifest!.Sha256!, model.Manifest.CpuAllowed, string.Join(' ', model.Manifest.Requires))),
            ];
        }
        catch (ModelException)
        {
            // Whoever wants to run a model here is told.
            return null;
        }
    }

    public SiloFact FactOf(SiloAddress silo)
    {
        var can = CapabilitiesOf(silo);
        var name = membership.CurrentSnapshot.Members.TryGetValue(silo, out var member) ? member.Name : silo.ToParsableString();
        return new SiloFact(name) { Roles = can.Roles, Region = can.Region, MostCameras = can.Limits.MostCameras };
    }

    public SiloCapabilities CapabilitiesOf(SiloAddress silo) => SiloMetadataText.Read(metadata.GetSiloMetadata(silo).Metadata);
}
