using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Orleans.Runtime;

/// <summary>Registers the parts of a client, once for each collection of services.</summary>
internal sealed class ClientBuilder : IClientBuilder
{
    private ClientBuilder(IServiceCollection services, IConfiguration configuration)
    {
        Services = services;
        Configuration = configuration;
    }

    public IServiceCollection Services { get; }

    public IConfiguration Configuration { get; }

    public static ClientBuilder For(IServiceCollection services, IConfiguration configuration)
    {
        var known = services.Select(service => service.ImplementationInstance).OfType<ClientBuilder>().FirstOrDefault();
        if (known is not null)
        {
            return known;
        }

        var builder = new ClientBuilder(services, configuration);
        services.AddSingleton(builder);
        services.AddLogging();
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Endpoints>();
        services.AddSingleton<OutsideClient>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<OutsideClient>());
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<OutsideClient>().Factory);
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<OutsideClient>().Factory);
        return builder;
    }
}
