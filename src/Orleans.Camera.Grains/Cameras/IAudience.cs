using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>Who is told of what happens on one camera.</summary>
internal interface IAudience
{
    /// <summary>Tells stored events in their order. Where it fails, the same are told again.</summary>
    Task TellAsync(string camera, IReadOnlyList<CountEvent> events, CancellationToken cancellationToken);

    /// <summary>Tells a change of state, as well as it can.</summary>
    void Tell(CameraStatus status);

    /// <summary>Tells that something is wrong, or not any more, as well as it can.</summary>
    void Tell(AlertRecord alert);
}
