using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Pipeline;

/// <summary>
/// Counts one camera's pictures: motion gate, detector, tracker, line zones, zones. Data flows in that order only, and the
/// result depends on the pictures alone. Not thread safe: one picture at a time, in order.
/// </summary>
public sealed partial class CountingPipeline
{
    private readonly MotionGate? _gate;
    private readonly IObjectDetector _detector;
    private readonly ByteTracker _tracker;
    private readonly LabelSet _labels;
    private readonly LineCounter[] _lines;
    private readonly ZoneCounter[] _zones;
    private readonly PictureResult _result = new();
    private Moment _last;
    private long _frames;
    private long _motionFrames;
    private long _detectedFrames;

    /// <param name="plan">What to count.</param>
    /// <param name="detector">Finds the objects; stays the caller's to dispose.</param>
    /// <param name="layout">The source's; without a gate plane every picture goes to the detector.</param>
    /// <exception cref="ArgumentException">A line, a zone or a label makes no sense; the message names it.</exception>
    public CountingPipeline(CountingPlan plan, IObjectDetector detector, FrameLayout layout)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(layout);
        if (layout.Source.IsEmpty)
        {
            throw new ArgumentException("The size of the source's pictures is not known.", nameof(layout));
        }

        var aspect = layout.Source.Width / (float)layout.Source.Height;
        _detector = detector;
        _labels = new LabelSet(plan.Labels, detector.Labels, "pipeline");
        _lines = [.. plan.Lines.Select(line => new LineCounter(line, detector.Labels, aspect))];
        _zones = [.. plan.Zones.Select(zone => new ZoneCounter(zone, detector.Labels, aspect))];
        _tracker = new ByteTracker(aspect, plan.Tracker);
        _gate = layout.Gate.IsEmpty ? null : new MotionGate(layout.Gate);
        HeatMap = plan.HeatMap ? new HeatMap() : null;
    }

    /// <summary>Where objects have been; null unless planned.</summary>
    public HeatMap? HeatMap { get; }

    /// <summary>Pictures that entered the pipeline, and those of them that went to the detector, so far.</summary>
    public (long Frames, long Detected) Counters => (_frames, _detectedFrames);

    public PipelineTotals Totals => new(
        _frames,
        _motionFrames,
        _detectedFrames,
        [.. _lines.Select(line => line.Totals)],
        [.. _zones.Select(zone => zone.Totals)]);

    /// <summary>Takes the next picture, which stays the caller's.</summary>
    /// <returns>The same object for every picture.</returns>
    /// <exception cref="ModelException">
    /// The detector failed. Nothing but the gate has seen the picture: give it again, or go on with the next one.
    /// </exception>
    public ValueTask<PictureResult> ProcessAsync(Frame frame, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var motion = LookAt(frame);
        if (motion is { IsOpen: false })
        {
            _tracker.Hold(frame.Pts);
            return new(Complete(frame));
        }

        // Most detectors answer at once: only those that do not cost an asynchronous method.
        var detecting = _detector.DetectAsync(frame, motion, _result.Detections, cancellationToken);
        if (!detecting.IsCompletedSuccessfully)
        {
            return AwaitAsync(detecting, frame);
        }

        detecting.GetAwaiter().GetResult();
        Track(frame);
        return new(Complete(frame));
    }

    /// <summary>The source has ended: what only waited for its track to end is counted, at the latest picture.</summary>
    public PictureResult Finish()
    {
        Clear();
        _tracker.Finish();
        Count();
        return _result;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<PictureResult> AwaitAsync(ValueTask detecting, Frame frame)
    {
        await detecting.ConfigureAwait(false);
        Track(frame);
        return Complete(frame);
    }

    private void Track(Frame frame)
    {
        DropUncounted(_result.Detections);
        _tracker.Update(CollectionsMarshal.AsSpan(_result.Detections), frame.Pts);
        _result.WasDetected = true;
        _detectedFrames++;
        _motionFrames++;
    }

    private PictureResult Complete(Frame frame)
    {
        _frames++;
        _last = Moment.Of(frame);
        Count();
        return _result;
    }

    private MotionResult? LookAt(Frame frame)
    {
        if (_gateAt < _last.Frame)
        {
            throw new InvalidOperationException(
                $"The pipeline was restored to picture {_last.Frame}, but its gate has seen pictures only up to {_gateAt}. Replay the rest first.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(frame.Number, _last.Frame, nameof(frame));
        Clear();
        _result.Frame = frame;
        if (frame.Number != _gateAt)
        {
            _result.Motion = _gate?.Process(frame.Gate, frame.Pts);
            _gateAt = frame.Number;
        }

        return _result.Motion;
    }

    private void Clear()
    {
        _result.WasDetected = false;
        _result.Detections.Clear();
        _result.Tracks.Clear();
        _result.Crossings.Clear();
        _result.ZoneEvents.Clear();
    }

    private void DropUncounted(List<Detection> detections)
    {
        var kept = 0;
        for (var index = 0; index < detections.Count; index++)
        {
            if (_labels.Contains(detections[index].Label))
            {
                detections[kept++] = detections[index];
            }
        }

        CollectionsMarshal.SetCount(detections, kept);
    }

    private void Count()
    {
        var tracks = _tracker.Active;
        var ended = _tracker.Ended;
        _result.Tracks.AddRange(tracks);
        foreach (var line in _lines)
        {
            line.Update(tracks, ended, _last, _result.Crossings);
        }

        foreach (var zone in _zones)
        {
            zone.Update(tracks, ended, _last, _result.ZoneEvents);
        }

        HeatMap?.Update(tracks, _last.Pts);
    }
}
