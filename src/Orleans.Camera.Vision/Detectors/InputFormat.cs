using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>The picture input of an open model, with everything resolved.</summary>
/// <param name="Size">In pixels.</param>
/// <param name="Type">Float32, Float16 or UInt8.</param>
/// <param name="IsChannelsLast">[B, H, W, 3] instead of [B, 3, H, W].</param>
/// <param name="Batch">Fixed number of pictures a run, or 0 where the model leaves it open.</param>
/// <param name="Values">Colour order, scale, placement.</param>
internal sealed record InputFormat(PictureSize Size, TensorType Type, bool IsChannelsLast, int Batch, ModelInput Values)
{
    private const int LargestSide = 4096;
    private const int UsualSide = 640;

    public int SlotLength => 3 * Size.Width * Size.Height;

    public long[] Shape(int batch) => IsChannelsLast
        ? [batch, Size.Height, Size.Width, 3]
        : [batch, 3, Size.Height, Size.Width];

    /// <summary>Reads the picture input of a model.</summary>
    /// <param name="wanted">Size where the model leaves it open; null for the usual 640x640.</param>
    /// <exception cref="ModelException">It is no picture input.</exception>
    public static InputFormat Of(string model, TensorInfo input, PictureSize? wanted, ModelInput values)
    {
        if (input.Shape.Length != 4)
        {
            throw new ModelException(
                $"Model '{model}' has an input {input} of {input.Shape.Length} dimensions; a detector takes pictures, [batch,3,height,width]. Take another model.");
        }

        if (input.Type is not (TensorType.Float32 or TensorType.Float16 or TensorType.UInt8))
        {
            throw new ModelException($"Model '{model}' has an input {input}; only float32, float16 and uint8 are understood. Export it again.");
        }

        var isLast = input.Shape[3] == 3 && input.Shape[1] != 3;
        if (!isLast && input.Shape[1] is not (3 or -1))
        {
            throw new ModelException($"Model '{model}' has an input {input} without 3 colour channels; take a model for colour pictures.");
        }

        var (height, width) = isLast ? (input.Shape[1], input.Shape[2]) : (input.Shape[2], input.Shape[3]);
        var size = new PictureSize(
            Side(model, "width", width, wanted?.Width), Side(model, "height", height, wanted?.Height));
        if (input.Shape[0] is 0 or > 64)
        {
            throw new ModelException($"Model '{model}' takes {input.Shape[0]} pictures at a time; export it with a batch of 1, or an open one.");
        }

        return new InputFormat(size, input.Type, isLast, (int)Math.Max(0, input.Shape[0]), values);
    }

    private static int Side(string model, string what, long found, int? wanted)
    {
        if (found < 0)
        {
            return wanted ?? UsualSide;
        }

        if (wanted is { } side && side != found)
        {
            throw new ModelException($"Model '{model}' has an input {what} of {found}, but its manifest says {side}; correct input.size.");
        }

        return found is >= 32 and <= LargestSide
            ? (int)found
            : throw new ModelException($"Model '{model}' has an input {what} of {found}; 32 to {LargestSide} is allowed. Export it with another size.");
    }
}
