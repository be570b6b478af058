using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Grains;
using Orleans.Camera.Placement.Cameras;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Silo.Security;
using Orleans.Camera.Vision.Models;
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
        var machine = MachineFacts.Look(settings.Devices);
        silo.UseSiloMetadata(MetadataFacts.Of(settings, machine, MetadataFacts.ModelsOf(ModelStore.Default)));
        silo.Services.AddSingleton<ISiloFacts, MetadataFacts>();
        if (settings.Tls is { } tls)
        {
            silo.UseTls(tls.Configure);
        }

        silo.AddCallGuard(settings);
        silo.Services.AddSingleton(settings.Alerts);
        silo.AddCameraWorkers(settings.Workers with
        {
            // While a child looks at as many pictures as it can, one more is on its way to it.
            Lanes = settings.Workers.Lanes + (settings.IsIsolated ? 1 : 0),
            Devices = [.. machine.Devices.Select(device => device.Id)],
        });
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
        // With the other directory a silo that ends takes the entries of healthy cameras along, which then begin anew elsewhere,
        // and once more with every silo of a rolling restart. Nobody need wait for a dead silo's lease: a claim of a camera fences its old owner.
#pragma warning disable ORLEANSEXP003 // It may still change.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);
        var membership = new MembershipDatabase(settings.ConnectionString, TimeProvider.System);
        silo.Services.AddSingleton<IHostedService>(_ => membership);
        return silo.UseAdoNetClustering(options =>
        {
            options.Invariant = Npgsql;
            options.DataSource = membership;
        });
    }

    private static ISiloBuilder UseMemory(this ISiloBuilder silo, SiloSettings settings) => silo.UseInMemoryReminderService().UseLocalhostClustering(
        settings.SiloPort, settings.GatewayPort, primarySiloEndpoint: null, settings.ServiceId, settings.ClusterId);
}
