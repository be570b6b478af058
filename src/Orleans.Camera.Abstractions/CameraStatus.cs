namespace Orleans.Camera.Abstractions;

/// <summary>What a camera is doing.</summary>
[GenerateSerializer, Alias("camera.state")]
public enum CameraState
{
    /// <summary>It is not to run, or its file has ended.</summary>
    Stopped = 0,
    Starting = 1,
    Running = 2,

    /// <summary>A live source was lost and is tried again.</summary>
    Reconnecting = 3,

    /// <summary>It goes on, but something is wrong: the store is away, or a picture cannot be answered.</summary>
    Degraded = 4,

    /// <summary>It cannot go on before somebody acts; the reason says what to do.</summary>
    Faulted = 5,
}

/// <summary>A camera's state, and since when.</summary>
/// <param name="Camera">Its name.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Reason">Why, in one line without credentials; empty where all is well.</param>
/// <param name="Since">When it came into this state, UTC.</param>
/// <param name="Silo">The silo that owns it.</param>
/// <param name="Epoch">How many owners it has had.</param>
/// <param name="Frame">Number of the latest picture counted.</param>
/// <param name="PictureTime">Time of that picture, UTC; null before the first.</param>
/// <param name="CameraFps">Pictures per second that arrive.</param>
/// <param name="ProcessFps">Pictures per second that enter the pipeline.</param>
/// <param name="DetectionFps">Pictures per second that reach a detector.</param>
/// <param name="SkippedFps">Pictures per second that are dropped.</param>
/// <param name="Unwritten">Events that wait for the store.</param>
/// <param name="LatencyP50">
/// Of a live source, milliseconds from a picture's time until it was counted: half of the last minute's pictures took no longer; 0
/// before the first.
/// </param>
/// <param name="LatencyP99">The same for 99 of a hundred pictures.</param>
/// <param name="AnnouncedP99">
/// Of a live source, milliseconds from the picture that made an event sure until it was stored and announced: 99 of a hundred of the
/// last five minutes took no longer; 0 before the first. An event's own time may be that of an earlier picture.
/// </param>
[GenerateSerializer, Immutable, Alias("camera.status")]
public sealed record CameraStatus(
    [property: Id(0)] string Camera,
    [property: Id(1)] CameraState State,
    [property: Id(2)] string Reason,
    [property: Id(3)] DateTimeOffset Since,
    [property: Id(4)] string Silo,
    [property: Id(5)] long Epoch,
    [property: Id(6)] long Frame,
    [property: Id(7)] DateTimeOffset? PictureTime,
    [property: Id(8)] double CameraFps,
    [property: Id(9)] double ProcessFps,
    [property: Id(10)] double DetectionFps,
    [property: Id(11)] double SkippedFps,
    [property: Id(12)] int Unwritten,
    [property: Id(13)] double LatencyP50 = 0,
    [property: Id(14)] double LatencyP99 = 0,
    [property: Id(15)] double AnnouncedP99 = 0);
