using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Dispatch;
using Orleans.Camera.Grains.Alerts;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Grains.Dispatch;
using Orleans.Camera.Grains.Roster;
using Orleans.Camera.Grains.Storage;
using Orleans.Camera.Grains.Workers;
using Orleans.Camera.Placement.Cameras;
using Orleans.Camera.Placement.Workers;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Storage;

namespace Orleans.Camera.Grains;

public static class CameraGrains
{
    /// <summary>
    /// Adds what the grains of this assembly need, and the watch that starts cameras when a silo dies. The host adds
    /// <see cref="ICheckpointStore"/>, <see cref="IDefinitionStore"/>, <see cref="IGrainStateStore"/>,
    /// <see cref="IFrameSources"/>, <see cref="IDetectors"/> and <see cref="IPictureEncoder"/>, and a service of reminders.
    /// <see cref="ICutSpools"/> is the host's choice.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="seed">Of everything random, so that it can be played again.</param>
    public static ISiloBuilder AddCameraGrains(this ISiloBuilder silo, int seed)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.AddCameraPlacement();
        silo.Services.TryAddSingleton(new Seeds(seed));
        silo.Services.TryAddSingleton<ICutSpools, NoSpools>();
        silo.Services.TryAddSingleton<ICameraDetectors, OwnDetectors>();
        silo.Services.AddSingleton<CameraServices>();
        silo.Services.AddSingleton<CameraBerths>();
        silo.Services.TryAddSingleton<AlertOptions>();
        silo.Services.TryAddSingleton<WorkerOptions>();
        silo.Services.AddSingleton<StoreWatch>();
        silo.Services.AddHostedService(provider => provider.GetRequiredService<StoreWatch>());
        silo.Services.AddSingleton<PipelineWatch>();
        silo.Services.AddHostedService(provider => provider.GetRequiredService<PipelineWatch>());
        silo.Services.AddHostedService<MembershipWatch>();
        silo.Services.AddHostedService<HandOver>();
        return silo;
    }

    /// <summary>
    /// Has cameras whose detector is a model send their pictures to workers, which run on every silo with the role
    /// <c>inference</c> that has the model. Call it before <see cref="AddCameraGrains"/>, on every silo of a cluster.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such policy; the message names the nearest.</exception>
    public static ISiloBuilder AddCameraWorkers(this ISiloBuilder silo, WorkerOptions options)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(options);
        _ = DispatchPolicies.Create(options.Policy, seed: 1);
        silo.AddSlotPlacement();
        silo.Services.AddSingleton(options);
        silo.Services.AddSingleton<WorkerHub>();
        silo.Services.AddSingleton<ISlotBoard>(provider => provider.GetRequiredService<WorkerHub>());
        silo.Services.AddHostedService(provider => provider.GetRequiredService<WorkerHub>());
        silo.Services.AddSingleton<ICameraDetectors, WorkerDetectors>();
        return silo;
    }

    /// <summary>
    /// Keeps what grains write in the silo's <see cref="IGrainStateStore"/>: by default, and who has subscribed to streams.
    /// </summary>
    public static ISiloBuilder AddCameraGrainStorage(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, NewStorage);
        silo.Services.AddGrainStorage("PubSubStore", NewStorage);
        return silo;
    }

    private static IGrainStorage NewStorage(IServiceProvider services, string name) =>
        new DurableGrainStorage(services.GetRequiredService<IGrainStateStore>(), services.GetRequiredService<Serializer>());
}
