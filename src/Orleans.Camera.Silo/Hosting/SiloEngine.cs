using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Grains;
using Orleans.Camera.Placement.Cameras;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Silo.Security;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Camera.Silo.Hosting;

/// <summary>What the configuration means to the engine.</summary>
internal static class SiloEngine
{
    private const string Npgsql = "Npgsql";

    public static ISiloBuilder UseSettings(this ISiloBuilder silo, SiloSettings settings)
    {
        silo.Configure<SiloOptions>(options => options.SiloName = settings.SiloName);
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = settings.ProbeTimeout;
            options.MaxProbeTimeout = settings.MaxProbeTimeout;
            options.NumMissedProbesLimit = settings.MissedProbes;
            options.NumVotesForDeathDeclaration = settings.Votes;
            options.TableRefreshTimeout = settings.TableRefresh;
        });
        silo.AddCameraGrainStorage();
        silo.AddMemoryStreams(CameraStreams.Provider);
        silo.UseSiloMetadata(MetadataFacts.Of(settings));
        silo.Services.AddSingleton<ISiloFacts, MetadataFacts>();
        if (settings.Tls is { } tls)
        {
            silo.UseTls(tls.Configure);
        }

        silo.AddCallGuard(settings);
        silo.AddCameraGrains(RandomNumberGenerator.GetInt32(int.MaxValue));
        return settings.IsCluster ? silo.UseDatabase(settings) : silo.UseMemory(settings);
    }

    private static ISiloBuilder UseDatabase(this ISiloBuilder silo, SiloSettings settings)
    {
        silo.Configure<ClusterOptions>(options =>
        {
            options.ClusterId = settings.ClusterId;
            options.ServiceId = settings.ServiceId;
        });
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = settings.Address;
            options.SiloPort = settings.SiloPort;
            options.GatewayPort = settings.GatewayPort;
        });
        silo.UseAdoNetReminderService(options =>
        {
            options.Invariant = Npgsql;
            options.ConnectionString = settings.ConnectionString;
        });
        return silo.UseAdoNetClustering(options =>
        {
            options.Invariant = Npgsql;
            options.ConnectionString = settings.ConnectionString;
        });
    }

    private static ISiloBuilder UseMemory(this ISiloBuilder silo, SiloSettings settings) => silo.UseInMemoryReminderService().UseLocalhostClustering(
        settings.SiloPort, settings.GatewayPort, primarySiloEndpoint: null, settings.ServiceId, settings.ClusterId);
}
