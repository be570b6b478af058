using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>What every camera of a silo works with.</summary>
internal sealed record CameraServices(
    ICheckpointStore Checkpoints,
    IDefinitionStore Definitions,
    IFrameSources Sources,
    IDetectors Detectors,
    IPictureEncoder Pictures,
    ICutSpools Spools,
    TimeProvider Time,
    Seeds Seeds,
    ILocalSiloDetails Silo,
    IEnumerable<IAudience> Audiences,
    ILoggerFactory Loggers);
