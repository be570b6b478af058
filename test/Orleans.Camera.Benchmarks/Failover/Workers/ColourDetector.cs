using Orleans.Camera.Testing.Models;

namespace Orleans.Camera.Benchmarks.Failover.Workers;

/// <summary>
/// A small ONNX detector that really finds something: red squares are people, blue ones cars. Each output is a place of the
/// picture, and its score how much of a square of that size lies there.
/// </summary>
internal static class ColourDetector
{
    /// <summary>Side of the squares, in pixels of the model's input.</summary>
    public const int Side = 24;
    private const int Width = 320;
    private const int Height = 192;
    private const int Stride = 4;
    private const int Columns = ((Width - Side) / Stride) + 1;
    private const int Rows = ((Height - Side) / Stride) + 1;

    /// <summary>A place that holds three quarters of a square scores a half; only the best few neighbours score at all.</summary>
    private const float Sharpness = 40;
    private const float Half = 0.75f;

    /// <summary>Writes the model and its manifest into a folder.</summary>
    /// <returns>Path of the model.</returns>
    public static string Write(string folder)
    {
        var path = Path.Combine(folder, "colours.onnx");
        File.WriteAllBytes(path, Build());
        File.WriteAllText(Path.ChangeExtension(path, ".json"), """{ "name": "colours", "layout": "yolov8", "labels": ["person", "car"] }""");
        return path;
    }

    private static byte[] Build()
    {
        var places = Columns * Rows;
        var graph = new OnnxGraph()
            .Input("images", OnnxType.Float32, 1, 3, Height, Width)
            .Initializer(OnnxTensor.Floats("colours", [2, 3, 1, 1], [1, -1, 0, 0, -1, 1]))
            .Node("Conv", ["images", "colours"], ["coloured"])
            .Node(
                "AveragePool", ["coloured"], ["shares"],
                OnnxAttribute.Integers("kernel_shape", Side, Side), OnnxAttribute.Integers("strides", Stride, Stride))
            .Initializer(OnnxTensor.Floats("sharpness", [1], [Sharpness]))
            .Initializer(OnnxTensor.Floats("bias", [1], [-Sharpness * Half]))
            .Node("Mul", ["shares", "sharpness"], ["sharp"])
            .Node("Add", ["sharp", "bias"], ["logits"])
            .Node("Sigmoid", ["logits"], ["scores"])
            .Initializer(OnnxTensor.Integers("flat", [3], [1, 2, places]))
            .Node("Reshape", ["scores", "flat"], ["classes"])
            .Initializer(OnnxTensor.Floats("boxes", [1, 4, places], Boxes(places)))
            .Node("Concat", ["boxes", "classes"], ["output0"], OnnxAttribute.Integer("axis", 1))
            .Output("output0", OnnxType.Float32, 1, 6, places);
        return new OnnxModel(graph).ToArray();
    }

    /// <summary>Middle, width and height of every place, each in a row of its own.</summary>
    private static float[] Boxes(int places)
    {
        var boxes = new float[4 * places];
        for (var place = 0; place < places; place++)
        {
            boxes[place] = (Side / 2) + (Stride * (place % Columns));
            boxes[places + place] = (Side / 2) + (Stride * (place / Columns));
            boxes[(2 * places) + place] = boxes[(3 * places) + place] = Side;
        }

        return boxes;
    }
}
