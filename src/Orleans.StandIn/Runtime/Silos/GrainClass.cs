using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Placement;

namespace Orleans.Runtime;

/// <summary>What the engine must know of one grain class.</summary>
internal sealed class GrainClass
{
    private readonly Func<Activation, object?>[] _facets;

    public GrainClass(Type type, IServiceProvider services)
    {
        Class = type;
        GrainType = type.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(services, type) ?? GrainType.Create(ByConvention(type));
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in type.GetCustomAttributes(true).OfType<IGrainPropertiesProviderAttribute>())
        {
            attribute.Populate(services, type, GrainType, properties);
        }

        Properties = new(properties.ToImmutableDictionary(StringComparer.Ordinal));
        IsReentrant = properties.ContainsKey(WellKnownGrainTypeProperties.Reentrant);
        KeepAlive = properties.GetValueOrDefault(WellKnownGrainTypeProperties.IdleDeactivationPeriod) ==
            WellKnownGrainTypeProperties.IndefiniteIdleDeactivationPeriodValue;
        Strategy = StrategyOf(services);
        Filters = [.. FiltersOf(services)];
        _facets = [.. FacetsOf(type)];
    }

    public Type Class { get; }

    public GrainType GrainType { get; }

    public GrainProperties Properties { get; }

    public bool IsReentrant { get; }

    public bool KeepAlive { get; }

    /// <summary>Null: the default, any silo.</summary>
    public PlacementStrategy? Strategy { get; }

    public ImmutableArray<PlacementFilterStrategy> Filters { get; }

    public object Create(Activation activation) => ActivatorUtilities.CreateInstance(
        activation.ActivationServices, Class, [.. _facets.Select(facet => facet(activation)!)]);

    /// <summary>The class name in small letters, without "Grain" at its end.</summary>
    public static string ByConvention(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name;
    }

    private static IEnumerable<Func<Activation, object?>> FacetsOf(Type type)
    {
        var parameters = type.GetConstructors().FirstOrDefault()?.GetParameters() ?? [];
        foreach (var parameter in parameters)
        {
            if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } attribute)
            {
                yield return activation => StorageBridge.Create(activation, parameter, attribute);
            }
            else if (parameter.ParameterType == typeof(IGrainContext))
            {
                yield return activation => activation;
            }
        }
    }

    private PlacementStrategy? StrategyOf(IServiceProvider services)
    {
        if (!Properties.Properties.TryGetValue(WellKnownGrainTypeProperties.PlacementStrategy, out var name))
        {
            return null;
        }

        var strategy = services.GetKeyedService<PlacementStrategy>(name) ??
            throw new KeyNotFoundException($"Could not resolve placement strategy {name} for grain type {GrainType}.");
        strategy.Initialize(Properties);
        return strategy;
    }

    private IEnumerable<PlacementFilterStrategy> FiltersOf(IServiceProvider services)
    {
        var names = Properties.Properties.GetValueOrDefault(WellKnownGrainTypeProperties.PlacementFilter);
        var filters = new List<PlacementFilterStrategy>();
        foreach (var name in names?.Split(',') ?? [])
        {
            var filter = services.GetKeyedService<PlacementFilterStrategy>(name) ??
                throw new KeyNotFoundException($"Could not resolve placement filter {name} for grain type {GrainType}.");
            filter.Initialize(Properties);
            filters.Add(filter);
        }

        return filters.OrderBy(filter => filter.Order);
    }
}
