using System.Globalization;
using Orleans.Metadata;
using Orleans.Runtime;

namespace Orleans
{
    /// <summary>Names a grain class in ids and directory, instead of the name made from the class.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class GrainTypeAttribute(string grainType) : Attribute
    {
        public GrainType GetGrainType(IServiceProvider services, Type type) => GrainType.Create(grainType);
    }

    /// <summary>An activation of this grain is never collected for idleness.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public class KeepAliveAttribute : Attribute, IGrainPropertiesProviderAttribute
    {
        public void Populate(
            IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties) =>
            properties[WellKnownGrainTypeProperties.IdleDeactivationPeriod] =
                WellKnownGrainTypeProperties.IndefiniteIdleDeactivationPeriodValue;
    }
}

namespace Orleans.Placement
{
    /// <summary>No balancer moves this grain; an explicit migration still does.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class ImmovableAttribute(ImmovableKind kind = ImmovableKind.Any) : Attribute, IGrainPropertiesProviderAttribute
    {
        public ImmovableKind Kind { get; } = kind;

        public void Populate(
            IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties) =>
            properties[WellKnownGrainTypeProperties.Immovable] = ((byte)Kind).ToString(CultureInfo.InvariantCulture);
    }

    [Flags]
    public enum ImmovableKind : byte
    {
        Repartitioner = 1,
        Rebalancer = 2,
        Any = Repartitioner | Rebalancer,
    }
}

namespace Orleans.Metadata
{
    /// <summary>An attribute that adds to what the cluster knows of a grain class.</summary>
    public interface IGrainPropertiesProviderAttribute
    {
        void Populate(IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties);
    }

    /// <summary>The names of properties that the engine itself reads.</summary>
    public static class WellKnownGrainTypeProperties
    {
        public const string PlacementStrategy = "placement-strategy";
        public const string PlacementFilter = "placement-filter";
        public const string IdleDeactivationPeriod = "idle-duration";
        public const string IndefiniteIdleDeactivationPeriodValue = "indefinite";
        public const string Reentrant = "reentrant";
        public const string Immovable = "immovable";
    }
}
