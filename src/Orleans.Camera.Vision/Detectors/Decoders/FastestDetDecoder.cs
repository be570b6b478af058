using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors.Decoders;

/// <summary>
/// FastestDet: [B, 5 + C, H, W], one box a cell. Planes: objectness, offset x and y (tanh, in cells), width and height
/// (sigmoid, relative), class probabilities. Score: objectness^0.6 · class^0.4, as its authors weigh them.
/// </summary>
internal sealed class FastestDetDecoder : IBoxDecoder
{
    private const float ObjectnessWeight = 0.6f;

    public ModelLayout Layout => ModelLayout.FastestDet;

    public bool NeedsSuppression => true;

    public string? FindFault(IReadOnlyList<OutputTensor> outputs, PictureSize input, int batch)
    {
        var output = outputs[0];
        return output.IsFloat && output.Rank == 4 && output.Dimension(0) == batch && output.Dimension(1) >= 6
            && output.Dimension(2) > 0 && output.Dimension(3) > 0
            ? null
            : $"it needs an output [{batch},5+classes,rows,columns], not {output}";
    }

    public int CountClasses(IReadOnlyList<OutputTensor> outputs) => outputs[0].Dimension(1) - 5;

    public void Decode(
        IReadOnlyList<OutputTensor> outputs, int item, PictureSize input, float threshold, List<Candidate> candidates)
    {
        var (rows, columns) = (outputs[0].Dimension(2), outputs[0].Dimension(3));
        var cells = rows * columns;
        var classes = CountClasses(outputs);
        var values = RowOutput.Of(outputs[0], item);

        // The score cannot exceed objectness^0.6, so most cells are dismissed by their objectness alone.
        var least = MathF.Pow(threshold, 1 / ObjectnessWeight);
        for (var cell = 0; cell < cells; cell++)
        {
            var objectness = values[cell];
            if (objectness < least || objectness <= 0)
            {
                continue;
            }

            var label = 0;
            for (var other = 1; other < classes; other++)
            {
                label = values[((5 + other) * cells) + cell] > values[((5 + label) * cells) + cell] ? other : label;
            }

            var probability = Math.Max(0, values[((5 + label) * cells) + cell]);
            var score = MathF.Pow(objectness, ObjectnessWeight) * MathF.Pow(probability, 1 - ObjectnessWeight);
            if (score >= threshold)
            {
                candidates.Add(Candidate.Around(
                    ((cell % columns) + MathF.Tanh(values[cells + cell])) * input.Width / columns,
                    ((cell / columns) + MathF.Tanh(values[(2 * cells) + cell])) * input.Height / rows,
                    Scores.Sigmoid(values[(3 * cells) + cell]) * input.Width,
                    Scores.Sigmoid(values[(4 * cells) + cell]) * input.Height,
                    label,
                    score));
            }
        }
    }
}
