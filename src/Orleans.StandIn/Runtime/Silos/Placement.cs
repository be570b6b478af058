using Microsoft.Extensions.DependencyInjection;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Orleans.Runtime;

/// <summary>Asks the filters and the director of a class for the silo of a new activation.</summary>
internal sealed class PlacementChooser(Silo silo)
{
    public async Task<SiloAddress> ChooseAsync(GrainId id, GrainClass grainClass, Dictionary<string, object> context)
    {
        var target = new PlacementTarget(id, context, default, 0);
        var strategy = grainClass.Strategy;
        var director = strategy is null
            ? new RandomDirector()
            : silo.Services.GetRequiredKeyedService<IPlacementDirector>(strategy.GetType());
        var compatible = new Context(silo, Compatible(grainClass, target));
        return await director.OnAddActivation(strategy ?? new RandomPlacement(), target, compatible).ConfigureAwait(false);
    }

    private SiloAddress[] Compatible(GrainClass grainClass, PlacementTarget target)
    {
        IEnumerable<SiloAddress> silos = silo.Membership.View.Active.Order();
        foreach (var filter in grainClass.Filters)
        {
            silos = silo.Services.GetRequiredKeyedService<IPlacementFilterDirector>(filter.GetType()).Filter(filter, target, silos);
        }

        return silos.ToArray() is { Length: > 0 } left
            ? left
            : throw new SiloUnavailableException($"No silo can take the grain {target.GrainIdentity}.");
    }

    private sealed class Context(Silo silo, SiloAddress[] compatible) : IPlacementContext
    {
        public SiloAddress LocalSilo => silo.Address;

        public SiloStatus LocalSiloStatus => silo.Membership.View.Find(silo.Address)?.Status ?? SiloStatus.None;

        public SiloAddress[] GetCompatibleSilos(PlacementTarget target) => [.. compatible];
    }
}

/// <summary>The hint, or any silo: the grain's hash settles it, so that a run can be repeated.</summary>
internal sealed class RandomDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        return Task.FromResult(IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) ??
            silos[target.GrainIdentity.GetUniformHashCode() % silos.Length]);
    }
}

/// <summary>The hint, or the caller's silo, or any.</summary>
internal sealed class PreferLocalDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var hint = IPlacementDirector.GetPlacementHint(target.RequestContextData, silos);
        return Task.FromResult(hint ?? (silos.Contains(context.LocalSilo) ? context.LocalSilo : silos[0]));
    }
}
