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

    public required InputFormat Format { get; init; }

    public required ModelLayout Layout { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required DetectionLimits Limits { get; init; }

    public required RunLimit Limit { get; init; }

    /// <param name="endsWithIt">Whether the model ends with the detector, which nothing else shares then.</param>
    public OnnxDetector CreateDetector(bool endsWithIt)
    {
        var runner = new ModelRunner(session, Format, Math.Max(1, Limits.MostRegions), Limit);
        return new OnnxDetector(session, runner, BoxDecoders.For(Layout), Labels, Limits, endsWithIt);
    }

    public void Dispose() => session.Dispose();
}
