using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors.Decoders;

/// <summary>Logits [B, N, C] and boxes [B, N, 4] as centre and size relative to the input, in either order.</summary>
/// <remarks>
/// RT-DETR (arXiv 2304.08069) and D-FINE (arXiv 2410.13842) take a sigmoid of each logit; DETR (arXiv 2005.12872) a
/// softmax, whose last class means that there is no object.
/// </remarks>
internal sealed class DetrDecoder(bool isSoftmax) : IBoxDecoder
{
    public ModelLayout Layout => isSoftmax ? ModelLayout.DetrSoftmax : ModelLayout.Detr;

    public bool NeedsSuppression => false;

    public string? FindFault(IReadOnlyList<OutputTensor> outputs, PictureSize input, int batch) =>
        Find(outputs) is { } found && found.Logits.Dimension(0) == batch
            ? null
            : $"it needs outputs [{batch},boxes,classes] and [{batch},boxes,4], not {string.Join(", ", outputs)}";

    public int CountClasses(IReadOnlyList<OutputTensor> outputs) =>
        Find(outputs)!.Value.Logits.Dimension(2) - (isSoftmax ? 1 : 0);

    public void Decode(
        IReadOnlyList<OutputTensor> outputs, int item, PictureSize input, float threshold, List<Candidate> candidates)
    {
        var found = Find(outputs)!.Value;
        var width = found.Logits.Dimension(2);
        var logits = RowOutput.Of(found.Logits, item);
        var boxes = RowOutput.Of(found.Boxes, item);
        for (; boxes.Length >= 4; boxes = boxes[4..], logits = logits[width..])
        {
            var classes = logits[..(isSoftmax ? width - 1 : width)];
            var label = Scores.IndexOfMax(classes);
            var score = isSoftmax ? Softmax(logits[..width], label) : Scores.Sigmoid(classes[label]);
            if (score >= threshold)
            {
                candidates.Add(Candidate.Around(
                    boxes[0] * input.Width, boxes[1] * input.Height, boxes[2] * input.Width, boxes[3] * input.Height, label, score));
            }
        }
    }

    private static float Softmax(ReadOnlySpan<float> logits, int label)
    {
        var top = logits[Scores.IndexOfMax(logits)];
        var sum = 0f;
        foreach (var logit in logits)
        {
            sum += MathF.Exp(logit - top);
        }

        return MathF.Exp(logits[label] - top) / sum;
    }

    /// <summary>The two outputs: boxes by their name where both could be, else by their four columns.</summary>
    private (OutputTensor Logits, OutputTensor Boxes)? Find(IReadOnlyList<OutputTensor> outputs)
    {
        if (outputs.Count < 2)
        {
            return null;
        }

        var (first, second) = (outputs[0], outputs[1]);
        var isFirstBoxes = second.Dimension(2) != 4 || first.Name.Contains("box", StringComparison.OrdinalIgnoreCase);
        var (logits, boxes) = isFirstBoxes ? (second, first) : (first, second);
        var isMatch = logits.IsFloat && boxes.IsFloat && logits.Rank == 3 && boxes.Rank == 3 && boxes.Dimension(2) == 4
            && logits.Dimension(0) == boxes.Dimension(0) && logits.Dimension(1) == boxes.Dimension(1)
            && logits.Dimension(0) > 0 && logits.Dimension(2) > (isSoftmax ? 1 : 0);
        return isMatch ? (logits, boxes) : null;
    }
}
