using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors.Decoders;

/// <summary>
/// YOLOX as it leaves the network: a cell's box is its offset plus the cell, times the stride; sizes are logarithms.
/// Objectness and classes are probabilities already.
/// </summary>
/// <remarks>Ge et al. 2021, "YOLOX", arXiv 2107.08430.</remarks>
internal sealed class YoloxDecoder : IBoxDecoder
{
    public ModelLayout Layout => ModelLayout.Yolox;

    public bool NeedsSuppression => true;

    public string? FindFault(IReadOnlyList<OutputTensor> outputs, PictureSize input, int batch)
    {
        var cells = Grid.Cells(input);
        return RowOutput.FindFault(outputs, batch, columns: 6, "boxes,5+classes")
            ?? (outputs[0].Dimension(1) == cells ? null : $"{cells} boxes belong to an input of {input}, not {outputs[0].Dimension(1)}");
    }

    public int CountClasses(IReadOnlyList<OutputTensor> outputs) => outputs[0].Dimension(2) - 5;

    public void Decode(
        IReadOnlyList<OutputTensor> outputs, int item, PictureSize input, float threshold, List<Candidate> candidates)
    {
        var width = outputs[0].Dimension(2);
        var rows = RowOutput.Of(outputs[0], item);
        foreach (var stride in Grid.Strides)
        {
            for (var y = 0; y < input.Height / stride; y++)
            {
                for (var x = 0; x < input.Width / stride; x++)
                {
                    var row = rows[..width];
                    rows = rows[width..];
                    var objectness = row[4];
                    if (objectness < threshold)
                    {
                        continue;
                    }

                    var label = Scores.IndexOfMax(row[5..]);
                    var score = objectness * row[5 + label];
                    if (score >= threshold)
                    {
                        candidates.Add(Candidate.Around(
                            (row[0] + x) * stride,
                            (row[1] + y) * stride,
                            Scores.Exp(row[2]) * stride,
                            Scores.Exp(row[3]) * stride,
                            label,
                            score));
                    }
                }
            }
        }
    }
}
