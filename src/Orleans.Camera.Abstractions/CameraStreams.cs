namespace Orleans.Camera.Abstractions;

/// <summary>
/// Names of the Orleans streams. They are as sure as the stream provider is; observers of <see cref="ICameraGrain"/> with
/// repair by sequence number lose nothing.
/// </summary>
public static class CameraStreams
{
    /// <summary>The stream provider.</summary>
    public const string Provider = "camera";

    /// <summary>Stream namespace; key: the camera's name; items: <see cref="CrossingRecord"/>.</summary>
    public const string Crossings = "crossings";

    /// <summary>Stream namespace; key: the camera's name; items: <see cref="CameraStatus"/>.</summary>
    public const string Status = "camera-status";

    /// <summary>Stream namespace; key: the site, <c>default</c>; items: <see cref="AlertRecord"/>.</summary>
    public const string Alerts = "alerts";
}
