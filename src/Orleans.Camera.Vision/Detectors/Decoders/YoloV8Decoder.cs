using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors.Decoders;

/// <summary>
/// [B, 4 + C, N] in input pixels: a row of N centres, of sizes, then one row of probabilities a class. The best class of
/// every box is found along the rows, a block of boxes at a time, as memory lies.
/// </summary>
internal sealed class YoloV8Decoder : IBoxDecoder
{
    private const int Block = 512;

    public ModelLayout Layout => ModelLayout.YoloV8;

    public bool NeedsSuppression => true;

    public string? FindFault(IReadOnlyList<OutputTensor> outputs, PictureSize input, int batch)
    {
        var output = outputs[0];
        return output.IsFloat && output.Rank == 3 && output.Dimension(0) == batch && output.Dimension(1) >= 5
            ? null
            : $"it needs an output [{batch},4+classes,boxes], not {output}";
    }

    public int CountClasses(IReadOnlyList<OutputTensor> outputs) => outputs[0].Dimension(1) - 4;

    public void Decode(
        IReadOnlyList<OutputTensor> outputs, int item, PictureSize input, float threshold, List<Candidate> candidates)
    {
        var boxes = outputs[0].Dimension(2);
        var classes = CountClasses(outputs);
        var values = RowOutput.Of(outputs[0], item);
        Span<float> best = stackalloc float[Block];
        Span<int> labels = stackalloc int[Block];
        for (var start = 0; start < boxes; start += Block)
        {
            var length = Math.Min(Block, boxes - start);
            values.Slice((4 * boxes) + start, length).CopyTo(best);
            labels.Clear();
            for (var label = 1; label < classes; label++)
            {
                Improve(values.Slice(((4 + label) * boxes) + start, length), label, best, labels);
            }

            for (var i = 0; i < length; i++)
            {
                if (best[i] >= threshold)
                {
                    var at = start + i;
                    candidates.Add(Candidate.Around(
                        values[at], values[boxes + at], values[(2 * boxes) + at], values[(3 * boxes) + at], labels[i], best[i]));
                }
            }
        }
    }

    /// <summary>Takes over the scores of a class where they are higher.</summary>
    private static void Improve(ReadOnlySpan<float> scores, int label, Span<float> best, Span<int> labels)
    {
        ref var score = ref MemoryMarshal.GetReference(scores);
        ref var top = ref MemoryMarshal.GetReference(best);
        ref var topLabel = ref MemoryMarshal.GetReference(labels);
        var own = Vector256.Create(label);
        var i = 0;
        for (; i <= scores.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var candidate = Vector256.LoadUnsafe(ref score, (nuint)i);
            var current = Vector256.LoadUnsafe(ref top, (nuint)i);
            var isHigher = Vector256.GreaterThan(candidate, current);
            if (isHigher == Vector256<float>.Zero)
            {
                continue;
            }

            Vector256.ConditionalSelect(isHigher, candidate, current).StoreUnsafe(ref top, (nuint)i);
            Vector256.ConditionalSelect(isHigher.AsInt32(), own, Vector256.LoadUnsafe(ref topLabel, (nuint)i))
                .StoreUnsafe(ref topLabel, (nuint)i);
        }

        for (; i < scores.Length; i++)
        {
            if (scores[i] > best[i])
            {
                best[i] = scores[i];
                labels[i] = label;
            }
        }
    }
}
