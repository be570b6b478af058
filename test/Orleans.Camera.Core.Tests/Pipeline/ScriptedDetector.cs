using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Motion;

namespace Orleans.Camera.Core.Tests.Pipeline;

/// <summary>Answers each picture as it is told.</summary>
internal sealed class ScriptedDetector(Action<Frame, List<Detection>> script, params string[] labels) : IObjectDetector
{
    public IReadOnlyList<string> Labels { get; } = labels.Length > 0 ? labels : ["object"];

    public ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken)
    {
        script(frame, detections);
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
    }
}
