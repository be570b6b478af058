using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Motion;

namespace Orleans.Camera.Core.Detecting;

/// <summary>Finds objects on pictures. One call at a time.</summary>
public interface IObjectDetector : IDisposable
{
    /// <summary>The names of <see cref="Detection.Label"/>.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>Finds the objects of one picture and adds them to <paramref name="detections"/>.</summary>
    /// <param name="frame">The picture; retained by the caller until the returned task ends.</param>
    /// <param name="motion">What the gate saw on this picture; null where there is no gate.</param>
    /// <param name="detections">Receives the boxes; emptied by the caller.</param>
    /// <exception cref="ModelException">The model's output makes no sense (for example NaN).</exception>
    ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken);
}
