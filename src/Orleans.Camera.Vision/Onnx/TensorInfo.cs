namespace Orleans.Camera.Vision.Onnx;

/// <summary>What a model says of one of its inputs or outputs.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Type">Its elements.</param>
/// <param name="Shape">Its dimensions; -1 where the model leaves one open.</param>
internal sealed record TensorInfo(string Name, TensorType Type, long[] Shape)
{
    /// <summary>256 MiB of floats.</summary>
    private const long MostElements = 1L << 26;

    public bool IsFixed => Array.TrueForAll(Shape, dimension => dimension >= 0);

    public override string ToString() => $"'{Name}' {Type.ToString().ToLowerInvariant()} {Describe(Shape)}";

    public static string Describe(ReadOnlySpan<long> shape)
    {
        var parts = new string[shape.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = shape[i] < 0 ? "?" : shape[i].ToString();
        }

        return $"[{string.Join(',', parts)}]";
    }

    /// <summary>Number of elements of a shape without open dimensions.</summary>
    /// <returns>-1 where that is more than any detector needs.</returns>
    public static int CountOf(ReadOnlySpan<long> shape)
    {
        var count = 1L;
        foreach (var dimension in shape)
        {
            if (dimension is < 0 or > MostElements)
            {
                return -1;
            }

            count *= dimension;
            if (count > MostElements)
            {
                return -1;
            }
        }

        return (int)count;
    }
}
