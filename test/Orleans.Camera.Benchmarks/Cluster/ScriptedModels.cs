using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;

namespace Orleans.Camera.Benchmarks.Cluster;

/// <summary>The one model of a silo, which takes its time.</summary>
/// <param name="takes">For each picture; null where the silo does not have it.</param>
internal sealed class ScriptedModels(TimeSpan? takes, TimeProvider time) : IDetectors
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(25);
    private DateTimeOffset _free;
    private int _pictures;

    /// <summary>How many were looked at here.</summary>
    public int Pictures => Volatile.Read(ref _pictures);

    public IOpenDetector Open(string name) => takes is { } each && FactOf(name).WhyNot is null
        ? new Opened(this, each)
        : throw new ModelException($"There is no model '{name}' here.");

    public DetectorFact FactOf(string name) => new(takes is null || name != ScriptedCluster.Model ? $"There is no model '{name}' here." : null);

    /// <summary>
    /// Timers ring late by a millisecond or so. A picture that comes at once after the one before is worked on from when that
    /// one should have been done: so a worker that always has one is exactly as fast as it is said to be.
    /// </summary>
    private async ValueTask LookAsync(TimeSpan each, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        _free = (now - _free < AtOnce ? _free : now) + each;
        if (_free > now)
        {
            await Task.Delay(_free - now, time, cancellationToken);
        }

        Interlocked.Increment(ref _pictures);
    }

    private sealed class Opened(ScriptedModels models, TimeSpan each) : IOpenDetector
    {
        public PictureSize Picture => default;

        public IObjectDetector Create(FrameLayout layout) => new Detector(models, each);

        public void Dispose()
        {
        }
    }

    private sealed class Detector(ScriptedModels models, TimeSpan each) : IObjectDetector
    {
        public IReadOnlyList<string> Labels { get; } = ["person"];

        public ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken) =>
            models.LookAsync(each, cancellationToken);

        public void Dispose()
        {
        }
    }
}
