using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Models;
using Orleans.Camera.Placement.Silos;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Storage;
using Orleans.Camera.Storage.Spooling;
using Orleans.Camera.Vision.Cameras;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Imaging;
using Orleans.Camera.Vision.Isolation;
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
                Coalescing = settings.Coalesce > TimeSpan.Zero
                    ? new Coalescing(settings.Coalesce, new BusyMachine(provider.GetRequiredService<ISiloLoadSource>()).IsBusy)
                    : null,
                TimeProvider = provider.GetRequiredService<TimeProvider>(),
            },
            provider.GetRequiredService<ILoggerFactory>()));
        var fetched = Path.Combine(settings.State, "models");
        services.AddSingleton(provider => new PublishedModels(
            provider.GetRequiredService<IModelLibrary>(), fetched, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PublishedModels>>()));
        services.AddSingleton<IDetectors>(provider => new CameraDetectors(
            new ModelStore(new ModelStoreOptions { Folder = ModelStoreOptions.DefaultFolder(), Cache = fetched }),
            new OnnxDetectorOptions(),
            settings.IsIsolated ? IsolationOf(settings, provider.GetRequiredService<TimeProvider>()) : null,
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<PublishedModels>()));
        services.AddSiloLoad(settings.SiloName, settings.State);
        services.AddSingleton<IPictureWork>(provider => new PicturePool(
            PicturesOf(settings, provider.GetRequiredService<TimeProvider>()), provider.GetRequiredService<ILogger<PicturePool>>()));
        services.AddSingleton<IPictureEncoder>(provider => new PooledEncoder(
            provider.GetRequiredService<IPictureWork>(), new JpegEncoder(), PooledEncoder.IsPossible, provider.GetRequiredService<ILogger<PooledEncoder>>()));
        services.AddSingleton<ICutSpools>(provider => new FileSpools(
            Path.Combine(settings.State, "spool"), settings.SpoolBytes, provider.GetRequiredService<ILogger<FileSpools>>()));
        return services;
    }

    private static PicturePoolOptions PicturesOf(SiloSettings settings, TimeProvider time)
    {
        var usual = new PicturePoolOptions { Processes = settings.PictureProcesses, Queue = settings.PictureQueue };
        return usual with { Process = usual.Process with { MostMemory = settings.PictureMemory, Time = time } };
    }

    /// <summary>Each lane of a worker has one more picture ready, so that its child never waits for it.</summary>
    private static IsolationOptions IsolationOf(SiloSettings settings, TimeProvider time) => new()
    {
        MostMemory = settings.IsolationMemory,
        Lanes = settings.Workers.Lanes,
        Slots = Math.Min(2 * settings.Workers.Lanes, 64),
        Time = time,
    };
}
