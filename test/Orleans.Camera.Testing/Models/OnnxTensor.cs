using System.Runtime.InteropServices;

namespace Orleans.Camera.Testing.Models;

/// <summary>Element types of ONNX tensors.</summary>
public enum OnnxType
{
    Float32 = 1,
    UInt8 = 2,
    Int64 = 7,
    Boolean = 9,
    Float16 = 10,
}

/// <summary>A tensor inside an ONNX file.</summary>
public static class OnnxTensor
{
    public static ProtobufWriter Floats(string name, long[] shape, ReadOnlySpan<float> values) =>
        Header(name, OnnxType.Float32, shape).Bytes(9, MemoryMarshal.AsBytes(values));

    public static ProtobufWriter Integers(string name, long[] shape, ReadOnlySpan<long> values) =>
        Header(name, OnnxType.Int64, shape).Bytes(9, MemoryMarshal.AsBytes(values));

    public static ProtobufWriter Truth(string name, bool value) =>
        Header(name, OnnxType.Boolean, []).Bytes(9, [(byte)(value ? 1 : 0)]);

    /// <summary>A tensor whose values lie in another file.</summary>
    public static ProtobufWriter Outside(string name, long[] shape, string location) =>
        Header(name, OnnxType.Float32, shape)
            .Message(13, new ProtobufWriter().Text(1, "location").Text(2, location))
            .Number(14, 1);

    /// <summary>A sparse tensor of these values at these indices.</summary>
    public static ProtobufWriter Sparse(ProtobufWriter values, ProtobufWriter indices, long[] shape)
    {
        var sparse = new ProtobufWriter().Message(1, values).Message(2, indices);
        foreach (var dimension in shape)
        {
            sparse.Number(3, dimension);
        }

        return sparse;
    }

    private static ProtobufWriter Header(string name, OnnxType type, long[] shape)
    {
        var tensor = new ProtobufWriter();
        foreach (var dimension in shape)
        {
            tensor.Number(1, dimension);
        }

        return tensor.Number(2, (int)type).Text(8, name);
    }
}
