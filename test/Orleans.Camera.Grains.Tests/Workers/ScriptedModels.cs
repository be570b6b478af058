using System.Collections.Concurrent;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;

namespace Orleans.Camera.Grains.Tests.Workers;

/// <summary>The models of one silo, which answer as the test says.</summary>
/// <param name="names">Those that it has at first.</param>
internal sealed class ScriptedModels(params string[] names) : IDetectors
{
    /// <summary>The models that it has now.</summary>
    public string[] Names { get; set; } = names;

    /// <summary>How often a model was loaded here.</summary>
    public int Loaded;

    public string Sha256 { get; init; } = "";

    public bool AllowsCpu { get; init; } = true;

    /// <summary>What the manifest of each requires.</summary>
    public string[] Requires { get; init; } = [];

    /// <summary>Why none can be loaded, as is found out only then; empty where they can.</summary>
    public string Breaks { get; set; } = "";

    /// <summary>The numbers of the pictures that were looked at here.</summary>
    public ConcurrentQueue<long> Seen { get; } = new();

    public Func<Frame, CancellationToken, ValueTask<Detection>> Answer { get; set; } = (_, _) => new(new Detection(new Box(0.1f, 0.1f, 0.2f, 0.2f), 0, 0.9f));

    public IOpenDetector Open(string name)
    {
        if (name != IDetectors.Motion && FactOf(name).WhyNot is { } reason)
        {
            throw new ModelException(reason);
        }

        if (Breaks.Length > 0)
        {
            throw new ModelException(Breaks);
        }

        Interlocked.Increment(ref Loaded);
        return new Opened(this);
    }

    public DetectorFact FactOf(string name) => new(Names.Contains(name) ? null : $"There is no model '{name}'{Core.Text.NearestName.Hint(name, Names)}.", name == "people" ? Sha256 : "", AllowsCpu) { Requires = [.. Requires] };

    private sealed class Opened(ScriptedModels models) : IOpenDetector
    {
        public PictureSize Picture => default;

        public IObjectDetector Create(FrameLayout layout) => new Detector(models);

        public void Dispose()
        {
        }
    }

    private sealed class Detector(ScriptedModels models) : IObjectDetector
    {
        public IReadOnlyList<string> Labels { get; } = ["person"];

        public async ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken)
        {
            models.Seen.Enqueue(frame.Number);
            detections.Add(await models.Answer(frame, cancellationToken));
        }

        public void Dispose()
        {
        }
    }
}
