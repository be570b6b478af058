using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>Tells a model's inputs apart: the picture, and the size [B, 2] to which some models scale their boxes.</summary>
internal static class PictureInput
{
    public static bool IsTargetSize(TensorInfo input) =>
        input.Type == TensorType.Int64 && input.Shape.Length == 2 && input.Shape[1] is 2 or -1;

    public static bool NeedsTargetSize(OnnxSession session) => session.Inputs.Any(IsTargetSize);

    /// <exception cref="ModelException">The inputs are not those of a detector.</exception>
    public static TensorInfo Find(OnnxSession session)
    {
        var pictures = session.Inputs.Where(input => !IsTargetSize(input)).ToList();
        return pictures.Count == 1 && session.Inputs.Count <= 2
            ? pictures[0]
            : throw new ModelException(
                $"Model '{session.Model}' takes {string.Join(", ", session.Inputs)}; a detector takes one picture. Take another model.");
    }
}
