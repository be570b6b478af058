using Orleans.Placement;

namespace Orleans.Camera.Placement.Cameras;

/// <summary>Cameras go where they may be read, near where they stand, and where the fewest are decoded.</summary>
[GenerateSerializer, Immutable]
public sealed class CameraPlacement : PlacementStrategy;

/// <summary>Places a grain class by <see cref="CameraPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CameraPlacementAttribute() : PlacementAttribute(new CameraPlacement());
