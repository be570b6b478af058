using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;

namespace Orleans.Camera.Core.Detecting;

/// <summary>Plays recorded boxes instead of looking at pictures. Pictures are told apart by their number.</summary>
/// <param name="recorded">What was found.</param>
/// <param name="label">What the boxes are called: the form has no label.</param>
public sealed class RecordedDetector(MotDetections recorded, string label = "object") : IObjectDetector
{
    public IReadOnlyList<string> Labels { get; } = [label];

    /// <inheritdoc/>
    public ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(detections);
        var (width, height) = ((float)frame.Layout.Source.Width, (float)frame.Layout.Source.Height);
        foreach (ref readonly var box in recorded.Of(frame.Number))
        {
            var (left, top) = (box.Left / width, box.Top / height);
            detections.Add(new Detection(
                new Box(left, top, left + (box.Width / width), top + (box.Height / height)), Label: 0, box.Score));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Holds nothing that needs to be released.</summary>
    public void Dispose()
    {
    }
}
