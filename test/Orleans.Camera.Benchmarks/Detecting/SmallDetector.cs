using Orleans.Camera.Testing.Models;

namespace Orleans.Camera.Benchmarks.Detecting;

/// <summary>
/// A detector of the size of YOLOX-Nano (about half a billion multiplications a picture) with the outputs of YOLOv8,
/// 416x416 unless asked otherwise, 80 classes. Its weights are random: what it sees is of no interest, what it costs is.
/// </summary>
internal sealed class SmallDetector
{
    public const int UsualSide = 416;
    private const int Classes = 80;
    private const float ClassBias = -6; // sigmoid: hardly any box passes the threshold, as on real pictures
    private readonly Random _random = new(1);
    private readonly OnnxGraph _graph;
    private readonly int _side;

    private SmallDetector(int side) => (_side, _graph) = (side, new OnnxGraph().Input("images", OnnxType.Float32, 1, 3, side, side));

    /// <param name="side">Of its input, a multiple of 32.</param>
    public static byte[] Build(int side = UsualSide) => new SmallDetector(side).ToArray();

    private byte[] ToArray()
    {
        var stem = Convolve("images", 3, 16, stride: 2);
        var quarter = Convolve(stem, 16, 32, stride: 2);
        var eighth = Convolve(Convolve(Convolve(quarter, 32, 64, stride: 2), 64, 64), 64, 64);
        var sixteenth = Convolve(Convolve(eighth, 64, 128, stride: 2), 128, 128);
        var last = Convolve(sixteenth, 128, 256, stride: 2);
        string[] heads = [Head(eighth, 64, _side / 8), Head(sixteenth, 128, _side / 16), Head(last, 256, _side / 32)];
        var cells = new[] { 8, 16, 32 }.Sum(stride => _side / stride * (_side / stride));
        float[] scales = [.. Enumerable.Repeat((float)_side, 4), .. Enumerable.Repeat(1f, Classes)];
        _graph
            .Node("Concat", heads, ["all"], OnnxAttribute.Integer("axis", 2))
            .Node("Sigmoid", ["all"], ["relative"])
            .Initializer(OnnxTensor.Floats("scales", [1, 4 + Classes, 1], scales))
            .Node("Mul", ["relative", "scales"], ["output0"])
            .Output("output0", OnnxType.Float32, 1, 4 + Classes, cells);
        return new OnnxModel(_graph).ToArray();
    }

    private string Convolve(string input, int from, int to, int stride = 1)
    {
        var name = $"conv_{from}_{to}_{_random.Next()}";
        AddConvolution(input, name, from, to, kernel: 3, bias: _ => 0, OnnxAttribute.Integers("strides", stride, stride), OnnxAttribute.Integers("pads", 1, 1, 1, 1));
        _graph.Node("Relu", [name], [$"{name}_relu"]);
        return $"{name}_relu";
    }

    private string Head(string input, int channels, int side)
    {
        var name = $"head_{side}";
        AddConvolution(input, name, channels, 4 + Classes, kernel: 1, bias: channel => channel < 4 ? 0 : ClassBias);
        _graph
            .Initializer(OnnxTensor.Integers($"{name}_shape", [3], [1, 4 + Classes, side * side]))
            .Node("Reshape", [name, $"{name}_shape"], [$"{name}_flat"]);
        return $"{name}_flat";
    }

    private void AddConvolution(
        string input, string name, int from, int to, int kernel, Func<int, float> bias, params ProtobufWriter[] attributes)
    {
        // He et al. 2015: variances stay as they are from layer to layer
        var spread = Math.Sqrt(2.0 / (from * kernel * kernel)) * Math.Sqrt(3);
        var weights = new float[to * from * kernel * kernel];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = (float)(((2 * _random.NextDouble()) - 1) * spread);
        }

        _graph
            .Initializer(OnnxTensor.Floats($"{name}_weights", [to, from, kernel, kernel], weights))
            .Initializer(OnnxTensor.Floats($"{name}_bias", [to], [.. Enumerable.Range(0, to).Select(bias)]))
            .Node("Conv", [input, $"{name}_weights", $"{name}_bias"], [name], attributes);
    }
}
