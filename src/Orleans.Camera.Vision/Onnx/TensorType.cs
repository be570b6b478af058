namespace Orleans.Camera.Vision.Onnx;

/// <summary>Element types of tensors, numbered as ONNX Runtime does.</summary>
internal enum TensorType
{
    Undefined = 0,
    Float32 = 1,
    UInt8 = 2,
    Int8 = 3,
    UInt16 = 4,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    Text = 8,
    Boolean = 9,
    Float16 = 10,
    Float64 = 11,
}

internal static class TensorTypes
{
    /// <summary>Bytes of one element; 0 where the type is not used here.</summary>
    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.UInt8 or TensorType.Int8 or TensorType.Boolean => 1,
        TensorType.Float16 or TensorType.UInt16 or TensorType.Int16 => 2,
        TensorType.Float32 or TensorType.Int32 => 4,
        TensorType.Int64 or TensorType.Float64 => 8,
        _ => 0,
    };
}
