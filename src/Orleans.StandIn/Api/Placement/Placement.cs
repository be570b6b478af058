using Orleans.Metadata;
using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Names the way in which the silo of a new activation is chosen.</summary>
    public abstract class PlacementStrategy
    {
        /// <summary>Reads what <see cref="PopulateGrainProperties"/> wrote.</summary>
        public virtual void Initialize(GrainProperties properties)
        {
        }

        public virtual void PopulateGrainProperties(
            IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties) =>
            properties[WellKnownGrainTypeProperties.PlacementStrategy] = GetType().Name;
    }

    /// <summary>Any silo: the default here.</summary>
    [GenerateSerializer, Immutable]
    public sealed class RandomPlacement : PlacementStrategy;

    /// <summary>The caller's silo.</summary>
    [GenerateSerializer, Immutable]
    public sealed class PreferLocalPlacement : PlacementStrategy;
}

namespace Orleans.Placement
{
    /// <summary>Gives a grain class its strategy. A class has one at most.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public abstract class PlacementAttribute : Attribute, IGrainPropertiesProviderAttribute
    {
        protected PlacementAttribute(PlacementStrategy placement)
        {
            ArgumentNullException.ThrowIfNull(placement);
            PlacementStrategy = placement;
        }

        public PlacementStrategy PlacementStrategy { get; private set; }

        public virtual void Populate(
            IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties) =>
            PlacementStrategy.PopulateGrainProperties(services, grainClass, grainType, properties);
    }

    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class RandomPlacementAttribute() : PlacementAttribute(new RandomPlacement());

    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class PreferLocalPlacementAttribute() : PlacementAttribute(new PreferLocalPlacement());
}

namespace Orleans.Runtime.Placement
{
    /// <summary>The grain that needs a silo, and the call that asked for it.</summary>
    public readonly struct PlacementTarget
    {
        public PlacementTarget(
            GrainId grainIdentity,
            Dictionary<string, object> requestContextData,
            GrainInterfaceType interfaceType,
            ushort interfaceVersion)
        {
            GrainIdentity = grainIdentity;
            RequestContextData = requestContextData;
            InterfaceType = interfaceType;
            InterfaceVersion = interfaceVersion;
        }

        public GrainId GrainIdentity { get; }

        public GrainInterfaceType InterfaceType { get; }

        public ushort InterfaceVersion { get; }

        public Dictionary<string, object> RequestContextData { get; }
    }

    /// <summary>What a director may choose from.</summary>
    public interface IPlacementContext
    {
        SiloAddress LocalSilo { get; }

        SiloStatus LocalSiloStatus { get; }

        /// <summary>The active silos that know the class, narrowed by its filters.</summary>
        SiloAddress[] GetCompatibleSilos(PlacementTarget target);
    }

    /// <summary>Chooses the silo of one activation; never called for a grain that is active. One for all: thread-safe.</summary>
    public interface IPlacementDirector
    {
        const string PlacementHintKey = nameof(PlacementHintKey);

        Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context);

        /// <summary>The silo that the caller wishes for under <see cref="PlacementHintKey"/>, if it can have it.</summary>
        static SiloAddress? GetPlacementHint(Dictionary<string, object> requestContextData, SiloAddress[] compatibleSilos) =>
            requestContextData?.GetValueOrDefault(PlacementHintKey) is SiloAddress hint && compatibleSilos.Contains(hint)
                ? hint
                : null;
    }
}
