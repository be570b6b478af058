namespace Orleans.Camera.Testing.Models;

/// <summary>Builds ONNX files for tests.</summary>
public sealed class OnnxModel(OnnxGraph graph)
{
    private readonly ProtobufWriter _extra = new();

    /// <summary>Version of the operator set.</summary>
    public int Opset { get; init; } = 13;

    public OnnxModel Metadata(string key, string value)
    {
        _extra.Message(14, new ProtobufWriter().Text(1, key).Text(2, value));
        return this;
    }

    /// <summary>A function of the model with a single node.</summary>
    public OnnxModel Function(string name, string operation, params ProtobufWriter[] attributes)
    {
        _extra.Message(25, new ProtobufWriter()
            .Text(1, name).Text(5, "y").Message(7, OnnxGraph.NodeOf(operation, [], ["y"], attributes))
            .Message(9, new ProtobufWriter().Text(1, "").Number(2, Opset)).Text(10, "test"));
        return this;
    }

    /// <summary>Training information with an algorithm.</summary>
    public OnnxModel Training(OnnxGraph algorithm)
    {
        _extra.Message(20, new ProtobufWriter().Message(2, algorithm.ToMessage()));
        return this;
    }

    public byte[] ToArray()
    {
        var model = new ProtobufWriter()
            .Number(1, 8)
            .Text(2, "test")
            .Message(8, new ProtobufWriter().Text(1, "").Number(2, Opset))
            .Message(7, graph.ToMessage());
        return [.. model.ToArray(), .. _extra.ToArray()];
    }
}
