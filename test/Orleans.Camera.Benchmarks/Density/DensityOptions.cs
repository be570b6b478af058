using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Benchmarks.Density;

/// <summary>What is measured.</summary>
/// <param name="Window">How long a step is measured.</param>
/// <param name="Most">Cameras at once, never more.</param>
/// <param name="Only">Scenes to use, by name; all where it is empty.</param>
/// <param name="Programs">Whose cameras are counted, by key; all where it is empty.</param>
/// <param name="Model">Path of an ONNX detector; null for a generated one.</param>
internal sealed record DensityOptions(TimeSpan Window, int Most, IReadOnlyList<string> Only, IReadOnlyList<string> Programs, string? Model)
{
    public const int FramesPerSecond = 10;
    public static readonly PictureSize Size = new(768, 432);
    private const int FirstPerProcessor = 24;
    private static readonly TimeSpan UntilAllRun = TimeSpan.FromSeconds(120);

    /// <summary>Where the search begins: less than any processor of the last ten years carries, and enough to tell what one camera takes.</summary>
    public static int First => FirstPerProcessor * Environment.ProcessorCount;

    /// <summary>Cameras must not come to the end of their clip.</summary>
    public int Pictures => (int)((Window + UntilAllRun).TotalSeconds * FramesPerSecond);
}
