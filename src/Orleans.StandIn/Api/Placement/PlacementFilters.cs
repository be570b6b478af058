using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Orleans.Placement
{
    /// <summary>Narrows the silos before the director sees them. Lower orders go first.</summary>
    public abstract class PlacementFilterStrategy
    {
        protected PlacementFilterStrategy(int order) => Order = order;

        public int Order { get; private set; }

        public void Initialize(GrainProperties properties)
        {
            Order = int.Parse(GetPlacementFilterGrainProperty("order", properties) ?? "0", CultureInfo.InvariantCulture);
            AdditionalInitialize(properties);
        }

        public virtual void AdditionalInitialize(GrainProperties properties)
        {
        }

        public void PopulateGrainProperties(
            IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties)
        {
            const string Key = WellKnownGrainTypeProperties.PlacementFilter;
            var name = GetType().Name;
            properties[Key] = properties.TryGetValue(Key, out var others) ? $"{others},{name}" : name;
            properties[$"{Key}.{name}.order"] = Order.ToString(CultureInfo.InvariantCulture);
            foreach (var (key, value) in GetAdditionalGrainProperties(services, grainClass, grainType, properties))
            {
                properties[$"{Key}.{name}.{key}"] = value;
            }
        }

        protected string? GetPlacementFilterGrainProperty(string key, GrainProperties properties) =>
            properties.Properties.GetValueOrDefault($"{WellKnownGrainTypeProperties.PlacementFilter}.{GetType().Name}.{key}");

        protected virtual IEnumerable<KeyValuePair<string, string>> GetAdditionalGrainProperties(
            IServiceProvider services,
            Type grainClass,
            GrainType grainType,
            IReadOnlyDictionary<string, string> existingProperties) => [];
    }

    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public abstract class PlacementFilterAttribute : Attribute, IGrainPropertiesProviderAttribute
    {
        protected PlacementFilterAttribute(PlacementFilterStrategy placement) => PlacementFilterStrategy = placement;

        public PlacementFilterStrategy PlacementFilterStrategy { get; private set; }

        public virtual void Populate(
            IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties) =>
            PlacementFilterStrategy.PopulateGrainProperties(services, grainClass, grainType, properties);
    }

    public interface IPlacementFilterDirector
    {
        IEnumerable<SiloAddress> Filter(
            PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos);
    }

    public static class PlacementFilterExtensions
    {
        public static IServiceCollection AddPlacementFilter<TFilter, TDirector>(
            this IServiceCollection services, ServiceLifetime strategyLifetime)
            where TFilter : PlacementFilterStrategy, new()
            where TDirector : class, IPlacementFilterDirector
        {
            services.Add(ServiceDescriptor.DescribeKeyed(
                typeof(PlacementFilterStrategy), typeof(TFilter).Name, typeof(TFilter), strategyLifetime));
            return services.AddKeyedSingleton<IPlacementFilterDirector, TDirector>(typeof(TFilter));
        }
    }
}

namespace Orleans.Metadata
{
    /// <summary>What the cluster knows of a grain class.</summary>
    public sealed class GrainProperties
    {
        public GrainProperties(ImmutableDictionary<string, string> values) => Properties = values;

        public ImmutableDictionary<string, string> Properties { get; }
    }
}
