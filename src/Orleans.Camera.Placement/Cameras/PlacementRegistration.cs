using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Camera.Placement.Cameras;

public static class PlacementRegistration
{
    /// <summary>Adds the placement of cameras; register <see cref="ISiloFacts"/> before it where more than names is known.</summary>
    public static ISiloBuilder AddCameraPlacement(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton<PlacementBoard>();
        silo.Services.TryAddSingleton<ISiloFacts, MembershipFacts>();
        return silo.AddPlacementDirector<CameraPlacement, CameraDirector>();
    }
}
