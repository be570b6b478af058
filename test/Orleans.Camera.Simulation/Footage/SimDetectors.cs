using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Simulation.Clock;

namespace Orleans.Camera.Simulation.Footage;

/// <summary>The motion detector as it is, and models that know where things are.</summary>
/// <param name="clock">On which a slow one takes its time; null where nobody waits.</param>
/// <param name="seed">Of how long that is.</param>
internal sealed class SimDetectors(TimeProvider? clock, int seed) : IDetectors
{
    private const string Slow = "slow script";
    private readonly Random _random = new(seed);

    /// <summary>How much longer each answer takes while this silo is ill, at most.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Whether models answer what cannot be.</summary>
    public bool IsConfused { get; set; }

    public IOpenDetector Open(string name) => new Opened(layout => name == IDetectors.Motion ? new MotionDetector(layout.Gate) : new Script(this, name == Slow));

    /// <summary>What there is to find on a picture.</summary>
    public static IEnumerable<Detection> On(Frame frame) => Scenes.Things(scene: 1, frame.Time - SiloClock.At(TimeSpan.FromDays(-2)))
        .Select(thing => new Detection(thing.Box, thing.Label, Score: 0.9f));

    private Task WaitAsync(bool isSlow, CancellationToken stop) => (isSlow ? 0.15 : 0) + Delay.TotalSeconds is > 0 and var most && clock is not null
        ? Task.Delay(TimeSpan.FromSeconds(_random.NextDouble() * most), clock, stop)
        : Task.CompletedTask;

    private sealed class Opened(Func<FrameLayout, IObjectDetector> make) : IOpenDetector
    {
        public PictureSize Picture => default;

        public IObjectDetector Create(FrameLayout layout) => make(layout);

        public void Dispose()
        {
        }
    }

    private sealed class Script(SimDetectors detectors, bool isSlow) : IObjectDetector
    {
        public IReadOnlyList<string> Labels { get; } = ["person", "car"];

        public async ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken)
        {
            await detectors.WaitAsync(isSlow, cancellationToken).ConfigureAwait(false);
            detections.AddRange(On(frame));
            if (detectors.IsConfused)
            {
                detections.Add(new Detection(new Box(float.NaN, 0, 1, 1), 0, Score: 0.9f));
            }
        }

        public void Dispose()
        {
        }
    }
}
