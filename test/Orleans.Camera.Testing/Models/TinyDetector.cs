namespace Orleans.Camera.Testing.Models;

/// <summary>One output of a <see cref="TinyDetector"/> for one picture.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Shape">Its shape without the batch.</param>
/// <param name="Values">What it answers to a picture.</param>
/// <param name="Brightness">
/// Of the same length: what is added for every unit of the input's mean value, so that an answer can depend on the picture.
/// </param>
/// <param name="Type">Float32, or Int64 for rounded values.</param>
public sealed record TinyOutput(
    string Name, long[] Shape, float[] Values, float[]? Brightness = null, OnnxType Type = OnnxType.Float32);

/// <summary>Makes detectors that answer what a test wants: value + brightness · mean of the picture.</summary>
public sealed record TinyDetector
{
    public int Width { get; init; } = 64;

    public int Height { get; init; } = 64;

    /// <summary>Pictures a run; -1 leaves it open.</summary>
    public long Batch { get; init; } = 1;

    public OnnxType InputType { get; init; } = OnnxType.Float32;

    /// <summary>[B, H, W, 3] in place of [B, 3, H, W].</summary>
    public bool IsChannelsLast { get; init; }

    public required IReadOnlyList<TinyOutput> Outputs { get; init; }

    /// <summary>Whether outputs leave their dimensions open, so that the library must choose where they lie.</summary>
    public bool HasOpenOutputs { get; init; }

    /// <summary>Whether it answers for one picture, however many there are.</summary>
    public bool AnswersOne { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public byte[] ToArray()
    {
        long[] input = IsChannelsLast ? [Batch, Height, Width, 3] : [Batch, 3, Height, Width];
        var graph = new OnnxGraph()
            .Input("images", InputType, input)
            .Node("Cast", ["images"], ["floats"], OnnxAttribute.Integer("to", (int)OnnxType.Float32))
            .Node("ReduceMean", ["floats"], ["mean"], OnnxAttribute.Integers("axes", AnswersOne ? [0, 1, 2, 3] : [1, 2, 3]), OnnxAttribute.Integer("keepdims", 0));
        foreach (var output in Outputs)
        {
            Add(graph, output);
        }

        var model = new OnnxModel(graph);
        foreach (var (key, value) in Metadata)
        {
            model.Metadata(key, value);
        }

        return model.ToArray();
    }

    private void Add(OnnxGraph graph, TinyOutput output)
    {
        var name = output.Name;
        long[] shape = [1, .. output.Shape];
        long[] perPicture = [-1, .. output.Shape.Select(_ => 1L)];
        graph
            .Initializer(OnnxTensor.Floats($"{name}_values", shape, output.Values))
            .Initializer(OnnxTensor.Floats($"{name}_brightness", shape, output.Brightness ?? new float[output.Values.Length]))
            .Initializer(OnnxTensor.Integers($"{name}_shape", [perPicture.Length], perPicture))
            .Node("Reshape", ["mean", $"{name}_shape"], [$"{name}_mean"])
            .Node("Mul", [$"{name}_mean", $"{name}_brightness"], [$"{name}_part"])
            .Node("Add", [$"{name}_part", $"{name}_values"], [$"{name}_sum"])
            .Node("Cast", [$"{name}_sum"], [name], OnnxAttribute.Integer("to", (int)output.Type))
            .Output(name, output.Type, [Batch, .. HasOpenOutputs ? output.Shape.Select(_ => -1L) : output.Shape]);
    }
}
