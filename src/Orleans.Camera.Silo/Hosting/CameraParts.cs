using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Storage;
using Orleans.Camera.Storage.Spooling;
using Orleans.Camera.Vision.Cameras;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Silo.Hosting;

/// <summary>What the grains see only through interfaces: stores, sources, detectors.</summary>
internal static class CameraParts
{
    public static IServiceCollection AddCameraParts(this IServiceCollection services, SiloSettings settings)
    {
        services.AddCameraStore(new StoreOptions
        {
            Provider = settings.IsCluster ? StoreProvider.PostgreSql : StoreProvider.Sqlite,
            ConnectionString = settings.ConnectionString,
            Path = settings.StoreFile,
            KeyFile = settings.SealKey,
            MayCreateKey = true,
        });
        services.AddSingleton<ClusterCheck>();
        services.AddSingleton<IStartCheck>(provider => provider.GetRequiredService<ClusterCheck>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ClusterCheck>());
        services.AddSingleton<IFrameSources>(provider => new CameraSources(
            new FrameSourceOptions
            {
                Policy = new SourcePolicy { Schemes = settings.SourceSchemes, Folders = settings.SourceRoots, Networks = settings.PrivateSources },
                TimeProvider = provider.GetRequiredService<TimeProvider>(),
            },
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IDetectors>(new CameraDetectors(ModelStore.Default(), new OnnxDetectorOptions()));
        services.AddSingleton<IPictureEncoder, JpegEncoder>();
        services.AddSingleton<ICutSpools>(provider => new FileSpools(
            Path.Combine(settings.State, "spool"), settings.SpoolBytes, provider.GetRequiredService<ILogger<FileSpools>>()));
        return services;
    }
}
