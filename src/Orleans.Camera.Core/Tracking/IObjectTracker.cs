using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Tracking;

/// <summary>Joins the detections of successive pictures into tracks. Deterministic; not thread safe.</summary>
public interface IObjectTracker : IStateful
{
    /// <summary>Takes the detections of the next picture.</summary>
    /// <param name="detections">All boxes of the picture.</param>
    /// <param name="pts">The picture's own time; later than at the call before.</param>
    void Update(ReadOnlySpan<Detection> detections, TimeSpan pts);

    /// <summary>
    /// The picture was not sent to a detector because nothing moves: every track stays where it is, and no time passes
    /// for it.
    /// </summary>
    void Hold(TimeSpan pts);

    /// <summary>The source has ended: every track ends, and is found in <see cref="Ended"/>.</summary>
    void Finish();

    /// <summary>
    /// Confirmed tracks that were seen on the latest picture that went to a detector. Valid until the next call.
    /// </summary>
    ReadOnlySpan<Track> Active { get; }

    /// <summary>Ids of confirmed tracks that ended with the latest picture and never come back. Valid until the next call.</summary>
    ReadOnlySpan<long> Ended { get; }
}
