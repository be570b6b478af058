using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Simulation.Clock;

namespace Orleans.Camera.Simulation.Footage;

/// <summary>The motion detector as it is, and detectors that know where things are.</summary>
/// <param name="clock">On which a slow one takes its time; null where nobody waits.</param>
/// <param name="seed">Of how long that is.</param>
internal sealed class SimDetectors(TimeProvider? clock, int seed) : IDetectors
{
    private const string Slow = "slow script";

    private readonly Random _random = new(seed);

    public IOpenDetector Open(string name) => new Opened(layout => name == IDetectors.Motion
        ? new MotionDetector(layout.Gate)
        : new Script(name == Slow && clock is not null ? () => Task.Delay(TimeSpan.FromSeconds(_random.NextDouble() * 0.15), clock) : null));

    private sealed class Opened(Func<FrameLayout, IObjectDetector> make) : IOpenDetector
    {
        public PictureSize Picture => default;

        public IObjectDetector Create(FrameLayout layout) => make(layout);

        public void Dispose()
        {
        }
    }

    private sealed class Script(Func<Task>? wait) : IObjectDetector
    {
        public IReadOnlyList<string> Labels { get; } = ["person", "car"];

        public async ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken)
        {
            await (wait?.Invoke() ?? Task.CompletedTask).ConfigureAwait(false);
            foreach (var (label, box) in Scenes.Things(scene: 1, frame.Time - SiloClock.At(TimeSpan.FromDays(-2))))
            {
                detections.Add(new Detection(box, label, Score: 0.9f));
            }
        }

        public void Dispose()
        {
        }
    }
}
