using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>Registers the parts of a silo, once for each collection of services.</summary>
internal sealed class SiloBuilder : ISiloBuilder
{
    private SiloBuilder(IServiceCollection services, IConfiguration configuration)
    {
        Services = services;
        Configuration = configuration;
    }

    public IServiceCollection Services { get; }

    public IConfiguration Configuration { get; }

    public static SiloBuilder For(IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        var known = services.Select(service => service.ImplementationInstance).OfType<SiloBuilder>().FirstOrDefault();
        if (known is not null)
        {
            return known;
        }

        var builder = new SiloBuilder(services, configuration);
        services.AddSingleton(builder);
        services.AddLogging();
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.PostConfigure<SiloOptions>(options =>
            options.SiloName ??= $"Silo_{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..5]}");
        services.AddSingleton<Endpoints>();
        services.TryAddSingleton(provider => new FatalError(why =>
        {
            provider.GetRequiredService<Silo>().Log.Fatal(why);
            Environment.FailFast(why);
        }));
        services.AddSingleton<Silo>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<Silo>());
        services.AddSingleton<ILocalSiloDetails>(provider => provider.GetRequiredService<Silo>());
        services.AddSingleton<IClusterMembershipService>(provider => provider.GetRequiredService<Silo>().Membership);
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<Silo>().Factory);
        services.AddSingleton(provider => new Serializer(provider.GetRequiredService<Silo>().Codecs));
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<Silo>().Factory);
        services.AddPlacementDirector<RandomPlacement, RandomDirector>();
        services.AddPlacementDirector<PreferLocalPlacement, PreferLocalDirector>();
        return builder;
    }
}
