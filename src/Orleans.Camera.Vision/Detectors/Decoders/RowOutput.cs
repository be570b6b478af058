using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors.Decoders;

/// <summary>A single output [B, N, columns]: one box a row.</summary>
internal static class RowOutput
{
    /// <summary>The rows of one picture of the batch.</summary>
    public static ReadOnlySpan<float> Of(OutputTensor output, int item)
    {
        var length = output.Count / output.Dimension(0);
        return output.Floats.Slice(item * length, length);
    }

    /// <summary>What is wrong with the first output, as far as rank, type and batch go.</summary>
    /// <param name="columns">At least so many values a box.</param>
    /// <param name="expected">The shape as it should be, after the batch, for people.</param>
    public static string? FindFault(IReadOnlyList<OutputTensor> outputs, int batch, int columns, string expected)
    {
        var output = outputs[0];
        return output.IsFloat && output.Rank == 3 && output.Dimension(0) == batch && output.Dimension(2) >= columns
            ? null
            : $"it needs an output [{batch},{expected}], not {output}";
    }
}
