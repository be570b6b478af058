using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Detectors.Decoders;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>
/// A model in memory, tried and understood, from which detectors are made that share it: ONNX Runtime runs one session for
/// several callers at once, each with tensors of its own. Safe for concurrent use.
/// </summary>
internal sealed class LoadedModel(OnnxSession session, string sha256) : IDisposable
{
    public string Sha256 => sha256;

    public PictureSize InputSize => Format.Size;

    /// <summary>The box within which it looks at a picture, keeping its aspect ratio; empty where it stretches them.</summary>
    public PictureSize Box => Format.Values.Placement == PicturePlacement.Stretch ? default : Format.Size;

    public required InputFormat Format { get; init; }

    public required ModelLayout Layout { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required DetectionLimits Limits { get; init; }

    public required RunLimit Limit { get; init; }

    /// <summary>How many pictures one run takes.</summary>
    public BatchRule Batch { get; init; } = BatchRule.Single;

    /// <param name="endsWithIt">Whether the model ends with the detector, which nothing else shares then.</param>
    public OnnxDetector CreateDetector(bool endsWithIt)
    {
        var runner = new ModelRunner(session, Format, Math.Max(1, Limits.MostRegions), Limit);
        return new OnnxDetector(session, runner, BoxDecoders.For(Layout), Labels, Limits, endsWithIt);
    }

    /// <summary>One that takes pictures of several cameras at once; null where the model does not, or takes several crops of one picture.</summary>
    public OnnxDetector? CreateBatchDetector() => Batch.Maximum == 1 || Limits.MostRegions > 0
        ? null
        : new OnnxDetector(session, new ModelRunner(session, Format, Batch.Maximum, Limit), BoxDecoders.For(Layout), Labels, Limits, ownsSession: false) { Batch = Batch };

    public void Dispose() => session.Dispose();
}
