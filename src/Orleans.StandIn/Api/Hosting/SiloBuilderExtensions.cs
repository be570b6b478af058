using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Orleans.Storage;

namespace Orleans.Hosting
{
    /// <summary>A silo before it is built.</summary>
    public interface ISiloBuilder
    {
        IServiceCollection Services { get; }

        IConfiguration Configuration { get; }
    }

    public static class SiloBuilderExtensions
    {
        public static ISiloBuilder ConfigureServices(this ISiloBuilder builder, Action<IServiceCollection> configureDelegate)
        {
            ArgumentNullException.ThrowIfNull(configureDelegate);
            configureDelegate(builder.Services);
            return builder;
        }

        public static ISiloBuilder Configure<TOptions>(this ISiloBuilder builder, Action<TOptions> configureOptions)
            where TOptions : class => builder.ConfigureServices(services => services.Configure(configureOptions));
    }

    public static class CoreHostingExtensions
    {
        /// <summary>A directory whose entries outlive the silo that had them: this engine has no other.</summary>
        [System.Diagnostics.CodeAnalysis.Experimental("ORLEANSEXP003")]
        public static ISiloBuilder AddDistributedGrainDirectory(this ISiloBuilder siloBuilder, string? name = null) => siloBuilder;

        /// <summary>
        /// A cluster on this machine whose membership lives in memory. Silos with one <paramref name="clusterId"/> and
        /// one <paramref name="primarySiloEndpoint"/> find each other; here they must be in one process. Clients of other
        /// processes come in through the gateway port.
        /// </summary>
        public static ISiloBuilder UseLocalhostClustering(
            this ISiloBuilder builder,
            int siloPort = EndpointOptions.DEFAULT_SILO_PORT,
            int gatewayPort = EndpointOptions.DEFAULT_GATEWAY_PORT,
            IPEndPoint? primarySiloEndpoint = null,
            string serviceId = "dev",
            string clusterId = "dev")
        {
            builder.Configure<EndpointOptions>(options =>
            {
                options.AdvertisedIPAddress = IPAddress.Loopback;
                options.SiloPort = siloPort;
                options.GatewayPort = gatewayPort;
            });
            builder.Configure<ClusterOptions>(options =>
            {
                options.ServiceId = serviceId;
                options.ClusterId = clusterId;
            });
            var cluster = MemoryCluster.Join(clusterId, primarySiloEndpoint ?? new IPEndPoint(IPAddress.Loopback, siloPort));
            builder.Services.AddSingleton<IMembershipTable>(cluster);
            builder.Services.AddSingleton<IGrainDirectory>(cluster);
            builder.Services.AddSingleton<ITransport>(cluster);
            return builder;
        }
    }

    public static class GrainCallFilterSiloBuilderExtensions
    {
        public static ISiloBuilder AddIncomingGrainCallFilter<TImplementation>(this ISiloBuilder builder)
            where TImplementation : class, IIncomingGrainCallFilter =>
            builder.ConfigureServices(services => services.AddSingleton<IIncomingGrainCallFilter, TImplementation>());

        public static ISiloBuilder AddIncomingGrainCallFilter(this ISiloBuilder builder, IncomingGrainCallFilterDelegate filter) =>
            builder.ConfigureServices(services => services.AddSingleton<IIncomingGrainCallFilter>(new FilterDelegate(filter, null)));

        public static ISiloBuilder AddOutgoingGrainCallFilter<TImplementation>(this ISiloBuilder builder)
            where TImplementation : class, IOutgoingGrainCallFilter =>
            builder.ConfigureServices(services => services.AddSingleton<IOutgoingGrainCallFilter, TImplementation>());

        public static ISiloBuilder AddOutgoingGrainCallFilter(this ISiloBuilder builder, OutgoingGrainCallFilterDelegate filter) =>
            builder.ConfigureServices(services => services.AddSingleton<IOutgoingGrainCallFilter>(new FilterDelegate(null, filter)));
    }

    public static class PlacementStrategyExtensions
    {
        public static ISiloBuilder AddPlacementDirector<TStrategy, TDirector>(this ISiloBuilder builder)
            where TStrategy : PlacementStrategy, new()
            where TDirector : class, IPlacementDirector =>
            builder.ConfigureServices(services => services.AddPlacementDirector<TStrategy, TDirector>());

        public static void AddPlacementDirector<TStrategy, TDirector>(this IServiceCollection services)
            where TStrategy : PlacementStrategy, new()
            where TDirector : class, IPlacementDirector
        {
            services.AddKeyedSingleton<PlacementStrategy, TStrategy>(typeof(TStrategy).Name);
            services.AddKeyedSingleton<IPlacementDirector, TDirector>(typeof(TStrategy));
        }
    }
}

namespace Orleans.Runtime.Hosting
{
    public static class StorageProviderExtensions
    {
        /// <summary>Adds a store under a name; the one named "Default" is also the default store.</summary>
        public static IServiceCollection AddGrainStorage<T>(
            this IServiceCollection collection, string name, Func<IServiceProvider, string, T> implementationFactory)
            where T : IGrainStorage
        {
            collection.AddKeyedSingleton<IGrainStorage>(name, (provider, key) => implementationFactory(provider, (string)key!));
            if (name == ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)
            {
                collection.TryAddSingleton(provider => provider.GetRequiredKeyedService<IGrainStorage>(name));
            }

            if (typeof(ILifecycleParticipant<ISiloLifecycle>).IsAssignableFrom(typeof(T)))
            {
                collection.AddSingleton(provider =>
                    (ILifecycleParticipant<ISiloLifecycle>)provider.GetRequiredKeyedService<IGrainStorage>(name));
            }

            return collection;
        }
    }
}
