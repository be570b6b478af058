namespace Orleans.Camera.Vision.Onnx;

/// <summary>Which execution provider a model got, and why not those preferred to it.</summary>
/// <param name="Taken">The one that runs the model.</param>
/// <param name="Refused">Those preferred to it, each with the reason.</param>
public sealed record ProviderReport(ExecutionProvider Taken, IReadOnlyList<RefusedProvider> Refused)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => Refused.Count == 0
        ? $"runs on {Name(Taken)}"
        : $"runs on {Name(Taken)}; {string.Join("; ", Refused.Select(refused => $"not on {Name(refused.Provider)}: {refused.Reason}"))}";

    internal static string Name(ExecutionProvider provider) => provider switch
    {
        ExecutionProvider.TensorRt => "TensorRT",
        ExecutionProvider.Cuda => "CUDA",
        _ => "CPU",
    };
}

/// <param name="Provider">The provider that was not taken.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record RefusedProvider(ExecutionProvider Provider, string Reason);
