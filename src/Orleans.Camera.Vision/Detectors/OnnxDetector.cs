using System.Runtime.InteropServices;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Vision.Detectors.Decoders;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>Finds objects with an ONNX model. Needs frames that carry a colour picture. Not thread safe.</summary>
/// <remarks>Runs on the caller's thread, and allocates nothing in steady state.</remarks>
public sealed class OnnxDetector : IObjectDetector, IBatchDetector
{
    private const float LargestScore = 1.01f; // half floats may round a little above 1
    private readonly OnnxSession _session;
    private readonly ModelRunner _runner;
    private readonly IBoxDecoder _decoder;
    private readonly DetectionLimits _limits;
    private readonly List<PictureCrop> _crops = [];
    private readonly List<Candidate> _candidates = [];
    private readonly Suppression _suppression = new();
    private readonly bool _ownsSession;

    internal OnnxDetector(
        OnnxSession session, ModelRunner runner, IBoxDecoder decoder, IReadOnlyList<string> labels, DetectionLimits limits, bool ownsSession)
    {
        _ownsSession = ownsSession;
        _session = session;
        _runner = runner;
        _decoder = decoder;
        _limits = limits;
        Labels = labels;
    }

    public IReadOnlyList<string> Labels { get; }

    /// <summary>Name of the model.</summary>
    public string Model => _session.Model;

    /// <summary>How the model's boxes are read.</summary>
    public ModelLayout Layout => _decoder.Layout;

    /// <summary>
    /// Size of the model's input. A source does best to deliver pictures that fit exactly into it, keeping their aspect
    /// ratio: then nothing is scaled here.
    /// </summary>
    public PictureSize InputSize => _runner.Input;

    /// <inheritdoc/>
    public BatchRule Batch { get; internal init; } = BatchRule.Single;

    /// <summary>What runs the model, and why not what was preferred.</summary>
    public ProviderReport Provider => _session.Provider;

    /// <inheritdoc/>
    public ValueTask DetectAsync(
        Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(detections);
        Plan(frame, motion);
        for (var first = 0; first < _crops.Count; first += _runner.Slots)
        {
            var count = Math.Min(_runner.Slots, _crops.Count - first);
            for (var slot = 0; slot < count; slot++)
            {
                _runner.Fill(slot, frame, _crops[first + slot]);
            }

            var outputs = Run(count, cancellationToken);
            for (var slot = 0; slot < count; slot++)
            {
                Read(outputs, slot, frame.Layout.Picture, detections);
            }
        }

        Suppress(detections, isWhole: _crops.Count == 1);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DetectAsync(IReadOnlyList<Frame> frames, IReadOnlyList<List<Detection>> detections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(detections);
        ArgumentOutOfRangeException.ThrowIfNotEqual(detections.Count, frames.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames.Count, _runner.Slots);
        for (var slot = 0; slot < frames.Count; slot++)
        {
            _runner.Fill(slot, frames[slot], PictureCrop.Whole(frames[slot].Layout.Picture));
        }

        var outputs = Run(frames.Count, cancellationToken);
        for (var slot = 0; slot < frames.Count; slot++)
        {
            Read(outputs, slot, frames[slot].Layout.Picture, detections[slot]);
            Suppress(detections[slot], isWhole: true);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>What is known of the model, with everything that was recognised.</summary>
    internal ModelManifest Describe(ModelReference reference)
    {
        var known = reference.Manifest ?? new ModelManifest { Name = reference.Name };
        return known with { Layout = Layout, Input = _runner.Format.Values with { Size = InputSize }, Labels = Labels };
    }

    public void Dispose()
    {
        _runner.Dispose();
        if (_ownsSession)
        {
            _session.Dispose();
        }
    }

    private void Plan(Frame frame, MotionResult? motion)
    {
        var picture = frame.Layout.Picture;
        if (_limits.MostRegions > 0 && motion is { Regions.Count: > 0 } && !picture.IsEmpty)
        {
            RegionPlanner.Plan(motion.Regions, picture, InputSize, _limits.MostRegions, _crops);
            return;
        }

        _crops.Clear();
        _crops.Add(PictureCrop.Whole(picture));
    }

    private void Suppress(List<Detection> detections, bool isWhole) =>
        _suppression.Apply(detections, _decoder.NeedsSuppression || !isWhole ? _limits.Nms : 1, _limits.MaxDetections);

    private IReadOnlyList<OutputTensor> Run(int count, CancellationToken cancellationToken)
    {
        var outputs = _runner.Run(count, cancellationToken);
        return _decoder.FindFault(outputs, InputSize, _runner.BatchOf(count)) is { } fault
            ? throw new ModelException($"Model '{Model}' does not fit the layout {ManifestWords.Of(Layout)}: {fault}; correct \"layout\" in its manifest.")
            : outputs;
    }

    private void Read(IReadOnlyList<OutputTensor> outputs, int slot, PictureSize picture, List<Detection> detections)
    {
        _candidates.Clear();
        _decoder.Decode(outputs, slot, InputSize, _limits.Score, _candidates);
        var placement = _runner.Placement(slot);
        foreach (ref readonly var candidate in CollectionsMarshal.AsSpan(_candidates))
        {
            RequireSense(candidate);
            var box = placement.ToPicture(candidate, picture);
            if (box.Right > box.Left && box.Bottom > box.Top)
            {
                detections.Add(new Detection(box, candidate.Label, Math.Min(candidate.Score, 1)));
            }
        }
    }

    private void RequireSense(in Candidate candidate)
    {
        if ((uint)candidate.Label >= (uint)Labels.Count)
        {
            throw new ModelException(
                $"Model '{Model}' found a label number {candidate.Label}, but only {Labels.Count} labels are known; correct \"labels\" or \"layout\" in its manifest.");
        }

        if (!(candidate.Score <= LargestScore))
        {
            throw new ModelException(
                $"Model '{Model}' gave a score of {candidate.Score:0.###}, above 1: its layout is not {ManifestWords.Of(Layout)}; correct \"layout\" in its manifest.");
        }
    }
}
