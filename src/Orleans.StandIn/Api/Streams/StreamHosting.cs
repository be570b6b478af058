using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans
{
    public static class GrainStreamingExtensions
    {
        /// <exception cref="KeyNotFoundException">No provider has that name.</exception>
        public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name) =>
            MemoryStreams.Find(grain.GrainContext.ActivationServices, name);
    }

    public static class ClientStreamingExtensions
    {
        /// <exception cref="KeyNotFoundException">No provider has that name.</exception>
        public static IStreamProvider GetStreamProvider(this IClusterClient client, string name) =>
            MemoryStreams.Find(client.ServiceProvider, name);
    }
}

namespace Orleans.Hosting
{
    /// <summary>Where memory streams of a silo would be configured: there is nothing to set here.</summary>
    public interface ISiloMemoryStreamConfigurator;

    /// <summary>As <see cref="ISiloMemoryStreamConfigurator"/>, of a client.</summary>
    public interface IClusterClientMemoryStreamConfigurator;

    public static class ClientBuilderStreamingExtensions
    {
        /// <summary>The streams that the silos have under that name.</summary>
        public static IClientBuilder AddMemoryStreams(
            this IClientBuilder builder, string name, Action<IClusterClientMemoryStreamConfigurator>? configure = null) =>
            builder.ConfigureServices(services => MemoryStreams.Add(services, name));
    }

    public static class SiloBuilderMemoryStreamExtensions
    {
        /// <summary>
        /// Streams whose events live in memory. Subscriptions are kept in the store of the provider's name, or else in
        /// "PubSubStore", one of which there must be.
        /// </summary>
        public static ISiloBuilder AddMemoryStreams(
            this ISiloBuilder builder, string name, Action<ISiloMemoryStreamConfigurator>? configure = null) =>
            builder.ConfigureServices(services => MemoryStreams.Add(services, name));
    }
}
