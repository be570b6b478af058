using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains.Alerts;
using Orleans.Camera.Grains.Dispatch;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>What every camera of a silo works with.</summary>
internal sealed record CameraServices(
    ICheckpointStore Checkpoints,
    IDefinitionStore Definitions,
    IFrameSources Sources,
    ICameraDetectors Detectors,
    IPictureEncoder Pictures,
    ICutSpools Spools,
    IGrainStateStore States,
    AlertOptions Alerts,
    StoreWatch StoreWatch,
    TimeProvider Time,
    Seeds Seeds,
    ILocalSiloDetails Silo,
    IEnumerable<IAudience> Audiences,
    ILoggerFactory Loggers);
