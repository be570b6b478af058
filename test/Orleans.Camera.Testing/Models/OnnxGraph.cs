namespace Orleans.Camera.Testing.Models;

/// <summary>Builds a graph of an ONNX model, field by field.</summary>
public sealed class OnnxGraph
{
    private readonly ProtobufWriter _graph = new ProtobufWriter().Text(2, "graph");

    /// <param name="shape">A negative dimension is left open under the name of its position.</param>
    public OnnxGraph Input(string name, OnnxType type, params long[] shape) => Value(11, name, type, shape);

    public OnnxGraph Output(string name, OnnxType type, params long[] shape) => Value(12, name, type, shape);

    public OnnxGraph Initializer(ProtobufWriter tensor)
    {
        _graph.Message(5, tensor);
        return this;
    }

    public OnnxGraph SparseInitializer(ProtobufWriter tensor)
    {
        _graph.Message(15, tensor);
        return this;
    }

    /// <param name="attributes">Made by <see cref="OnnxAttribute"/>.</param>
    public OnnxGraph Node(string operation, string[] inputs, string[] outputs, params ProtobufWriter[] attributes)
    {
        _graph.Message(1, NodeOf(operation, inputs, outputs, attributes));
        return this;
    }

    public ProtobufWriter ToMessage() => _graph;

    internal static ProtobufWriter NodeOf(string operation, string[] inputs, string[] outputs, ProtobufWriter[] attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        foreach (var output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(4, operation);
        foreach (var attribute in attributes)
        {
            node.Message(5, attribute);
        }

        return node;
    }

    private OnnxGraph Value(int field, string name, OnnxType type, long[] shape)
    {
        var dimensions = new ProtobufWriter();
        for (var i = 0; i < shape.Length; i++)
        {
            dimensions.Message(1, shape[i] < 0 ? new ProtobufWriter().Text(2, $"{name}_{i}") : new ProtobufWriter().Number(1, shape[i]));
        }

        var tensor = new ProtobufWriter().Number(1, (int)type).Message(2, dimensions);
        _graph.Message(field, new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor)));
        return this;
    }
}

/// <summary>Attributes of nodes.</summary>
public static class OnnxAttribute
{
    public static ProtobufWriter Integers(string name, params long[] values)
    {
        var attribute = new ProtobufWriter().Text(1, name);
        foreach (var value in values)
        {
            attribute.Number(8, value);
        }

        return attribute.Number(20, 7);
    }

    public static ProtobufWriter Integer(string name, long value) => new ProtobufWriter().Text(1, name).Number(3, value).Number(20, 2);

    public static ProtobufWriter Tensor(string name, ProtobufWriter tensor) =>
        new ProtobufWriter().Text(1, name).Message(5, tensor).Number(20, 4);

    public static ProtobufWriter Graph(string name, OnnxGraph graph) =>
        new ProtobufWriter().Text(1, name).Message(6, graph.ToMessage()).Number(20, 5);

    public static ProtobufWriter SparseTensor(string name, ProtobufWriter sparse) =>
        new ProtobufWriter().Text(1, name).Message(22, sparse).Number(20, 11);
}
