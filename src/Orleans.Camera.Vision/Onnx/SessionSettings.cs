namespace Orleans.Camera.Vision.Onnx;

/// <summary>How a model is run.</summary>
internal sealed record SessionSettings
{
    public static readonly IReadOnlyList<ExecutionProvider> DefaultProviders =
        [ExecutionProvider.TensorRt, ExecutionProvider.Cuda, ExecutionProvider.Cpu];

    /// <summary>Threads of one run; one by default, because a machine serves many cameras.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>In order of preference.</summary>
    public IReadOnlyList<ExecutionProvider> Providers { get; init; } = DefaultProviders;

    /// <summary>Which GPU.</summary>
    public int Device { get; init; }
}
