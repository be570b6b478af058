using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors.Decoders;

/// <summary>
/// [B, N, 5 + C] in input pixels: centre, size, objectness, class probabilities. YOLOv5 and YOLOv7 as exported, and
/// YOLOX exported with its decoder.
/// </summary>
internal sealed class ObjectnessDecoder(ModelLayout layout) : IBoxDecoder
{
    public ModelLayout Layout { get; } = layout;

    public bool NeedsSuppression => true;

    public string? FindFault(IReadOnlyList<OutputTensor> outputs, PictureSize input, int batch) =>
        RowOutput.FindFault(outputs, batch, columns: 6, "boxes,5+classes");

    public int CountClasses(IReadOnlyList<OutputTensor> outputs) => outputs[0].Dimension(2) - 5;

    public void Decode(
        IReadOnlyList<OutputTensor> outputs, int item, PictureSize input, float threshold, List<Candidate> candidates)
    {
        var width = outputs[0].Dimension(2);
        var rows = RowOutput.Of(outputs[0], item);
        for (; rows.Length >= width; rows = rows[width..])
        {
            var objectness = rows[4];
            if (objectness < threshold)
            {
                continue;
            }

            var label = Scores.IndexOfMax(rows[5..width]);
            var score = objectness * rows[5 + label];
            if (score >= threshold)
            {
                candidates.Add(Candidate.Around(rows[0], rows[1], rows[2], rows[3], label, score));
            }
        }
    }
}
