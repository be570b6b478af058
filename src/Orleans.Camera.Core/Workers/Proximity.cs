namespace Orleans.Camera.Core.Workers;

/// <summary>How near a worker is to a camera, the nearest first.</summary>
public enum Proximity
{
    /// <summary>The picture goes by reference.</summary>
    SameSilo,
    SameRegion,

    /// <summary>One of the two does not say where it stands.</summary>
    Unknown,
    Elsewhere,
}
