using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Grains.Roster;
using Orleans.Camera.Placement.Cameras;

namespace Orleans.Camera.Grains;

public static class CameraGrains
{
    /// <summary>
    /// Adds what the grains of this assembly need, and the watch that starts cameras when a silo dies. The host adds
    /// <c>ICheckpointStore</c>, <c>IDefinitionStore</c>, <see cref="IFrameSources"/>, <see cref="IDetectors"/> and
    /// <see cref="IPictureEncoder"/>.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="seed">Of everything random, so that it can be played again.</param>
    public static ISiloBuilder AddCameraGrains(this ISiloBuilder silo, int seed)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.AddCameraPlacement();
        silo.Services.TryAddSingleton(new Seeds(seed));
        silo.Services.AddSingleton<CameraServices>();
        silo.Services.AddHostedService<MembershipWatch>();
        return silo;
    }
}
