using Orleans.Camera.Placement.Cameras;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Orleans.Camera.Placement.Workers;

/// <summary>A worker goes where the registry wants it.</summary>
[GenerateSerializer, Immutable]
public sealed class SlotPlacement : PlacementStrategy;

/// <summary>Places a grain class by <see cref="SlotPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SlotPlacementAttribute() : PlacementAttribute(new SlotPlacement());

/// <summary>
/// Follows the registry's hint, then where the registry wants the worker to be, and chooses by itself only without either. What it
/// places has loaded nothing: only the registry starts a worker, and one that was not started refuses every picture.
/// </summary>
/// <param name="facts">What silos say of themselves.</param>
/// <param name="board">What the registry last said here; null where this silo does not listen to it.</param>
internal sealed class SlotDirector(ISiloFacts facts, ISlotBoard? board = null) : IPlacementDirector
{
    /// <exception cref="SiloUnavailableException">No silo can run it; the message says of each why not.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        return Task.FromResult(IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) ?? Choose(target.GrainIdentity.Key.ToString()!, silos));
    }

    private SiloAddress Choose(string worker, SiloAddress[] silos)
    {
        var slots = board?.Slots ?? [];
        var sites = Array.ConvertAll(silos, SiteOf);
        if (slots.FirstOrDefault(slot => slot.Worker == worker) is { } wanted && Array.FindIndex(sites, site => site.Silo == wanted.Silo) is >= 0 and var assigned)
        {
            return silos[assigned];
        }

        var model = SlotChoice.ModelOf(worker);
        var choice = SlotChoice.Choose(sites, model, slots);
        return choice >= 0
            ? silos[choice]
            : throw new SiloUnavailableException($"No silo can run the worker '{worker}'. {string.Join("; ", SlotChoice.WhyNot(sites, model, slots))}");
    }

    private SlotSite SiteOf(SiloAddress silo)
    {
        var site = new SlotSite(facts.FactOf(silo).Name, facts.CapabilitiesOf(silo));
        return site with
        {
            Busy = (site.Can.Devices ?? []).Select(device => (device.Id, Share: board?.BusyOf(site.Silo, device.Id))).Where(known => known.Share is not null)
                .DistinctBy(known => known.Id).ToDictionary(known => known.Id, known => known.Share!.Value, StringComparer.Ordinal),
        };
    }
}

public static class SlotRegistration
{
    public static ISiloBuilder AddSlotPlacement(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        return silo.AddPlacementDirector<SlotPlacement, SlotDirector>();
    }
}
