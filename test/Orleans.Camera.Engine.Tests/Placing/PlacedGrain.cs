using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Orleans.Camera.Engine.Tests.Placing;

/// <summary>The key of a grain with this strategy begins with the wanted silo's name.</summary>
[GenerateSerializer, Immutable]
public sealed class NamedSiloPlacement : PlacementStrategy
{
    [Id(0)]
    public string? Property { get; private set; }

    public override void Initialize(GrainProperties properties) =>
        Property = properties.Properties.GetValueOrDefault("engine-tests.property");

    public override void PopulateGrainProperties(
        IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties)
    {
        base.PopulateGrainProperties(services, grainClass, grainType, properties);
        properties["engine-tests.property"] = "from the attribute";
    }
}

[AttributeUsage(AttributeTargets.Class)]
public sealed class NamedSiloPlacementAttribute() : PlacementAttribute(new NamedSiloPlacement());

/// <summary>Places by hint, else on the last compatible silo; writes down what it saw.</summary>
public sealed class NamedSiloDirector(Journal journal) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var key = target.GrainIdentity.Key.ToString();
        var silos = context.GetCompatibleSilos(target);
        journal.Write(key, $"director, property {((NamedSiloPlacement)strategy).Property}, {silos.Length} silos");
        if (key.StartsWith("nowhere", StringComparison.Ordinal))
        {
            throw new SiloUnavailableException("No GPU is free for model yolo.");
        }

        return Task.FromResult(IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) ?? silos.Max()!);
    }
}

/// <summary>Lets only the silos with the highest address through.</summary>
[GenerateSerializer, Immutable]
public sealed class LastSiloFilter() : PlacementFilterStrategy(order: 1);

[AttributeUsage(AttributeTargets.Class)]
public sealed class LastSiloFilterAttribute() : PlacementFilterAttribute(new LastSiloFilter());

public sealed class LastSiloFilterDirector(Journal journal) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(
        PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var all = silos.ToArray();
        journal.Write(target.GrainIdentity.Key.ToString(), $"filter {filterStrategy.Order} of {all.Length}");
        return [all.Max()!];
    }
}

public interface IPlacedGrain : IGrainWithStringKey
{
    Task<SiloAddress> GetSiloAsync();
}

public interface IFilteredGrain : IGrainWithStringKey
{
    Task<SiloAddress> GetSiloAsync();
}

[NamedSiloPlacement]
public sealed class PlacedGrain : Grain, IPlacedGrain
{
    public Task<SiloAddress> GetSiloAsync() => Task.FromResult(GrainContext.Address.SiloAddress!);
}

[NamedSiloPlacement, LastSiloFilter]
public sealed class FilteredGrain : Grain, IFilteredGrain
{
    public Task<SiloAddress> GetSiloAsync() => Task.FromResult(GrainContext.Address.SiloAddress!);
}
