using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Motion;

/// <summary>
/// Turns the gate's foreground into boxes, so that a fixed camera counts with no model at all. Fragments of one thing are
/// joined; things that touch are told apart by where each of them was going, or by their outline.
/// </summary>
/// <remarks>
/// Its short memory of what it saw serves the boxes only: identity over time is the tracker's. Deterministic; allocates
/// nothing per picture once it has seen as many things at once as it will.
/// </remarks>
public sealed class MotionDetector : IObjectDetector, IStateful
{
    private const int StateVersion = 0x4D44_0001;

    private readonly PictureSize _size;
    private readonly ForegroundComponents _components;
    private readonly ObjectMemory _memory;
    private TimeSpan? _latest;

    /// <param name="gate">Size of the gate plane.</param>
    /// <exception cref="ArgumentException">The size is empty or too large.</exception>
    public MotionDetector(PictureSize gate)
    {
        if (gate.IsEmpty || gate.Area > MotionGate.MostPixels)
        {
            throw new ArgumentException($"A gate plane has 1 to {MotionGate.MostPixels} pixels, not {gate}.", nameof(gate));
        }

        _size = gate;
        _components = new ForegroundComponents(gate);
        _memory = new ObjectMemory(gate);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; } = ["object"];

    /// <inheritdoc/>
    public ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(motion);
        Detect(motion, frame.Pts, detections);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Save(StateWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(StateVersion);
        writer.Write(_latest ?? TimeSpan.MinValue);
        _memory.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(StateReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.Expect(StateVersion, "motion detector");
        var latest = reader.ReadTimeSpan();
        _latest = latest == TimeSpan.MinValue ? null : latest;
        _memory.Restore(reader);
    }

    /// <summary>Holds nothing that needs to be released.</summary>
    public void Dispose()
    {
    }

    internal void Detect(MotionResult motion, TimeSpan pts, List<Detection> detections)
    {
        if (motion.Size != _size)
        {
            throw new ArgumentException($"The gate plane is {motion.Size}, not {_size}.", nameof(motion));
        }

        var seconds = (float)Math.Clamp((pts - (_latest ?? pts)).TotalSeconds, 0, 10);
        _latest = pts;
        _components.Find(motion.Foreground);
        _memory.Update(_components, seconds);
        foreach (ref readonly var thing in _memory.Visible)
        {
            var box = new Box(
                thing.Box.Left / _size.Width, thing.Box.Top / _size.Height, thing.Box.Right / _size.Width, thing.Box.Bottom / _size.Height);
            detections.Add(new Detection(box, Label: 0, thing.Score));
        }
    }
}
