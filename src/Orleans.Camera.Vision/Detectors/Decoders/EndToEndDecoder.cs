using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors.Decoders;

/// <summary>[B, N, 6] in input pixels: left, top, right, bottom, score, label. YOLOv10 and models exported with suppression.</summary>
internal sealed class EndToEndDecoder : IBoxDecoder
{
    private const int Columns = 6;

    public ModelLayout Layout => ModelLayout.EndToEnd;

    public bool NeedsSuppression => false;

    public string? FindFault(IReadOnlyList<OutputTensor> outputs, PictureSize input, int batch)
    {
        var fault = RowOutput.FindFault(outputs, batch, Columns, "boxes,6");
        return fault ?? (outputs[0].Dimension(2) == Columns ? null : $"it needs 6 values a box, not {outputs[0].Dimension(2)}");
    }

    public int CountClasses(IReadOnlyList<OutputTensor> outputs) => 0;

    public void Decode(
        IReadOnlyList<OutputTensor> outputs, int item, PictureSize input, float threshold, List<Candidate> candidates)
    {
        var rows = RowOutput.Of(outputs[0], item);
        for (; rows.Length >= Columns; rows = rows[Columns..])
        {
            if (rows[4] >= threshold)
            {
                candidates.Add(new(rows[0], rows[1], rows[2], rows[3], Label(rows[5]), rows[4]));
            }
        }
    }

    /// <summary>A label beyond any list stays beyond, so that it is noticed.</summary>
    private static int Label(float value) => value is > -1 and < 1_000_000 ? (int)MathF.Round(value) : -1;
}
