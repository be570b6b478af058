using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Detectors.Decoders;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>Tells the layout of a model from what it answered to a trial picture.</summary>
internal static class LayoutRecognizer
{
    private const int AnchorsOfYoloV5 = 3;
    private const int EndToEndColumns = 6;
    private const int MostEndToEndBoxes = 1000;

    /// <exception cref="ModelException">No known layout looks like this.</exception>
    public static ModelLayout Recognize(string model, IReadOnlyList<OutputTensor> outputs, PictureSize input, int batch)
    {
        ModelLayout? found = outputs.Count switch
        {
            1 => OfSingle(outputs[0], input),
            >= 3 when new DetrScoredDecoder().FindFault(outputs, input, batch) is null => ModelLayout.DetrScored,
            2 when new DetrDecoder(isSoftmax: false).FindFault(outputs, input, batch) is null => ModelLayout.Detr,
            _ => null,
        };
        return found ?? throw new ModelException(
            $"Model '{model}' has outputs of no known layout ({string.Join(", ", outputs)}); is it a detector? If so, write a manifest beside it with its \"layout\".");
    }

    private static ModelLayout? OfSingle(OutputTensor output, PictureSize input)
    {
        if (!output.IsFloat)
        {
            return null;
        }

        if (output.Rank == 4)
        {
            return output.Dimension(1) > 5 && output.Dimension(2) * 16 == input.Height && output.Dimension(3) * 16 == input.Width
                ? ModelLayout.FastestDet
                : null;
        }

        if (output.Rank != 3)
        {
            return null;
        }

        var cells = Grid.Cells(input);
        var (rows, columns) = (output.Dimension(1), output.Dimension(2));
        if (columns == cells && rows >= 5)
        {
            return ModelLayout.YoloV8;
        }

        if (rows == cells * AnchorsOfYoloV5 && columns >= 6)
        {
            return ModelLayout.YoloV5;
        }

        if (rows == cells && columns >= 6)
        {
            return LooksDecoded(output, input) ? ModelLayout.YoloxDecoded : ModelLayout.Yolox;
        }

        return columns == EndToEndColumns && rows <= MostEndToEndBoxes ? ModelLayout.EndToEnd : null;
    }

    /// <summary>
    /// Decoded centres cover the input whatever it shows, because every cell answers for its own place; offsets stay
    /// within a few cells.
    /// </summary>
    private static bool LooksDecoded(OutputTensor output, PictureSize input)
    {
        var columns = output.Dimension(2);
        var rows = RowOutput.Of(output, item: 0);
        var last = rows.Slice(rows.Length - columns, 2);
        return last[0] > input.Width / 2f && last[1] > input.Height / 2f;
    }
}
