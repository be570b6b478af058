using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors.Decoders;

/// <summary>
/// Labels [B, N], boxes [B, N, 4] as corners in pixels of the size that the model was told (its input's), scores [B, N]:
/// RT-DETR and D-FINE exported with their post-processor.
/// </summary>
internal sealed class DetrScoredDecoder : IBoxDecoder
{
    public ModelLayout Layout => ModelLayout.DetrScored;

    public bool NeedsSuppression => false;

    public string? FindFault(IReadOnlyList<OutputTensor> outputs, PictureSize input, int batch) =>
        Find(outputs) is { } found && found.Scores.Dimension(0) == batch
            ? null
            : $"it needs outputs labels [{batch},boxes], boxes [{batch},boxes,4] and scores [{batch},boxes], not {string.Join(", ", outputs)}";

    public int CountClasses(IReadOnlyList<OutputTensor> outputs) => 0;

    public void Decode(
        IReadOnlyList<OutputTensor> outputs, int item, PictureSize input, float threshold, List<Candidate> candidates)
    {
        var found = Find(outputs)!.Value;
        var count = found.Scores.Dimension(1);
        var scores = found.Scores.Floats.Slice(item * count, count);
        var boxes = RowOutput.Of(found.Boxes, item);
        for (var i = 0; i < count; i++)
        {
            if (scores[i] >= threshold)
            {
                var box = boxes.Slice(4 * i, 4);
                var label = found.Labels.Integer((item * count) + i);
                candidates.Add(new(box[0], box[1], box[2], box[3], label is >= 0 and < int.MaxValue ? (int)label : -1, scores[i]));
            }
        }
    }

    private static (OutputTensor Labels, OutputTensor Boxes, OutputTensor Scores)? Find(IReadOnlyList<OutputTensor> outputs)
    {
        OutputTensor? labels = null, boxes = null, scores = null;
        for (var i = 0; i < outputs.Count; i++)
        {
            var output = outputs[i];
            if (output.IsInteger && output.Rank == 2)
            {
                labels ??= output;
            }
            else if (output.IsFloat && output.Rank == 3 && output.Dimension(2) == 4)
            {
                boxes ??= output;
            }
            else if (output.IsFloat && output.Rank == 2)
            {
                scores ??= output;
            }
        }

        return labels is not null && boxes is not null && scores is not null && scores.Dimension(0) > 0
            && Matches(labels, scores) && Matches(boxes, scores)
            ? (labels, boxes, scores)
            : null;
    }

    private static bool Matches(OutputTensor one, OutputTensor other) =>
        one.Dimension(0) == other.Dimension(0) && one.Dimension(1) == other.Dimension(1);
}
