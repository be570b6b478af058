namespace Orleans.Camera.Placement.Gpus;

/// <summary>One GPU, or one part of a divided one (MIG), as it is just now; null is what the driver does not tell.</summary>
/// <param name="Index">That of the GPU, as CUDA counts where all are visible.</param>
/// <param name="Part">That of the part; null for a whole GPU.</param>
/// <param name="Name">Like <c>NVIDIA H100 80GB HBM3</c>.</param>
/// <param name="MemoryTotal">Bytes.</param>
/// <param name="MemoryUsed">Bytes.</param>
/// <param name="Utilisation">The part of the time in which it worked, 0..1.</param>
/// <param name="Celsius">Temperature of the chip.</param>
public sealed record GpuReading(
    int Index, int? Part, string Name, long? MemoryTotal, long? MemoryUsed, double? Utilisation, int? Celsius)
{
    /// <summary>What it is called in this silo: <c>gpu0</c>, <c>gpu0.1</c>.</summary>
    public string Id => Part is { } part ? FormattableString.Invariant($"gpu{Index}.{part}") : FormattableString.Invariant($"gpu{Index}");
}

/// <summary>What one look found.</summary>
/// <param name="Gpus">Those that can be used.</param>
/// <param name="Fault">What is wrong, in one line that says what to do; null where nothing is, an absent driver included.</param>
public sealed record GpuLook(IReadOnlyList<GpuReading> Gpus, string? Fault)
{
    public static readonly GpuLook None = new([], null);
}
