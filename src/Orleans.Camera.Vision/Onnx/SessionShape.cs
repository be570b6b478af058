namespace Orleans.Camera.Vision.Onnx;

/// <summary>Reads what a session says of its inputs and outputs, and what a value says of itself.</summary>
internal static unsafe class SessionShape
{
    public static TensorInfo[] Read(OrtRuntime runtime, nint session, bool inputs)
    {
        var functions = runtime.Functions;
        nuint count;
        runtime.Check(inputs ? functions.SessionGetInputCount(session, &count) : functions.SessionGetOutputCount(session, &count));
        var tensors = new TensorInfo[count];
        for (nuint i = 0; i < count; i++)
        {
            byte* name;
            runtime.Check(inputs
                ? functions.SessionGetInputName(session, i, runtime.Allocator, &name)
                : functions.SessionGetOutputName(session, i, runtime.Allocator, &name));
            var text = runtime.TakeText(name);
            nint opened;
            runtime.Check(inputs
                ? functions.SessionGetInputTypeInfo(session, i, &opened)
                : functions.SessionGetOutputTypeInfo(session, i, &opened));
            using var type = new OrtHandle(opened, functions.ReleaseTypeInfo);
            tensors[i] = Describe(runtime, text, type.Value);
        }

        return tensors;
    }

    /// <summary>The shape of a value that a run made.</summary>
    /// <param name="shape">Replaced where its rank differs; otherwise filled in place.</param>
    public static TensorType Read(OrtRuntime runtime, nint value, ref long[] shape)
    {
        int isTensor;
        runtime.Check(runtime.Functions.IsTensor(value, &isTensor));
        if (isTensor == 0)
        {
            return TensorType.Undefined;
        }

        nint opened;
        runtime.Check(runtime.Functions.GetTensorTypeAndShape(value, &opened));
        try
        {
            return ReadTensor(runtime, opened, ref shape);
        }
        finally
        {
            runtime.Functions.ReleaseTensorTypeAndShapeInfo(opened);
        }
    }

    private static TensorInfo Describe(OrtRuntime runtime, string name, nint type)
    {
        nint tensor;
        runtime.Check(runtime.Functions.CastTypeInfoToTensorInfo(type, &tensor));
        if (tensor == 0)
        {
            return new TensorInfo(name, TensorType.Undefined, []);
        }

        long[] shape = [];
        var elements = ReadTensor(runtime, tensor, ref shape);
        return new TensorInfo(name, elements, shape);
    }

    private static TensorType ReadTensor(OrtRuntime runtime, nint tensor, ref long[] shape)
    {
        int type;
        nuint rank;
        runtime.Check(runtime.Functions.GetTensorElementType(tensor, &type));
        runtime.Check(runtime.Functions.GetDimensionsCount(tensor, &rank));
        if (shape.Length != (int)rank)
        {
            shape = new long[rank];
        }

        fixed (long* dimensions = shape)
        {
            runtime.Check(runtime.Functions.GetDimensions(tensor, dimensions, rank));
        }

        return (TensorType)type;
    }
}
