using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>A client before it is built.</summary>
public interface IClientBuilder
{
    IServiceCollection Services { get; }

    IConfiguration Configuration { get; }
}

public static class ClientBuilderExtensions
{
    public static IClientBuilder ConfigureServices(this IClientBuilder builder, Action<IServiceCollection> configureDelegate)
    {
        ArgumentNullException.ThrowIfNull(configureDelegate);
        configureDelegate(builder.Services);
        return builder;
    }

    public static IClientBuilder Configure<TOptions>(this IClientBuilder builder, Action<TOptions> configureOptions)
        where TOptions : class => builder.ConfigureServices(services => services.Configure(configureOptions));

    /// <summary>Connects to a silo on this machine.</summary>
    public static IClientBuilder UseLocalhostClustering(
        this IClientBuilder builder,
        int gatewayPort = EndpointOptions.DEFAULT_GATEWAY_PORT,
        string serviceId = "dev",
        string clusterId = "dev")
    {
        builder.Configure<ClusterOptions>(options =>
        {
            options.ServiceId = serviceId;
            options.ClusterId = clusterId;
        });
        builder.Services.AddSingleton<IGatewayList>(new OneGateway(new IPEndPoint(IPAddress.Loopback, gatewayPort)));
        return builder;
    }
}

public static class ClientBuilderGrainCallFilterExtensions
{
    public static IClientBuilder AddOutgoingGrainCallFilter<TImplementation>(this IClientBuilder builder)
        where TImplementation : class, IOutgoingGrainCallFilter =>
        builder.ConfigureServices(services => services.AddSingleton<IOutgoingGrainCallFilter, TImplementation>());

    public static IClientBuilder AddOutgoingGrainCallFilter(this IClientBuilder builder, OutgoingGrainCallFilterDelegate filter) =>
        builder.ConfigureServices(services => services.AddSingleton<IOutgoingGrainCallFilter>(new FilterDelegate(null, filter)));
}

/// <summary>Membership in a database: its statements are those of the table <c>OrleansQuery</c>.</summary>
public static class AdoNetHostingExtensions
{
    public static ISiloBuilder UseAdoNetClustering(
        this ISiloBuilder builder, Action<AdoNetClusteringSiloOptions> configureOptions)
    {
        var options = new AdoNetClusteringSiloOptions();
        configureOptions(options);
        builder.Services.AddSingleton(new Queries(options.Invariant, options.DataSource?.ConnectionString ?? options.ConnectionString));
        builder.Services.AddSingleton<IMembershipTable, PostgresMembershipTable>();
        builder.Services.AddSingleton<IGrainDirectory, PostgresDirectory>();
        builder.Services.AddSingleton<ITransport, NetworkTransport>();
        return builder;
    }

    public static IClientBuilder UseAdoNetClustering(
        this IClientBuilder builder, Action<AdoNetClusteringClientOptions> configureOptions)
    {
        var options = new AdoNetClusteringClientOptions();
        configureOptions(options);
        builder.Services.AddSingleton(new Queries(options.Invariant, options.ConnectionString));
        builder.Services.AddSingleton<IGatewayList, PostgresGateways>();
        return builder;
    }
}
