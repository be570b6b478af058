using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Onnx;

/// <summary>The ONNX Runtime that this process uses.</summary>
/// <param name="Path">Where the library was found.</param>
/// <param name="Version">For example <c>1.30.0</c>.</param>
/// <param name="Providers">The execution providers it was built with, the preferred first, in its own names.</param>
public sealed record OnnxRuntimeInfo(string Path, string Version, IReadOnlyList<string> Providers)
{
    /// <summary>Loads ONNX Runtime, if that has not happened yet, and says what it is.</summary>
    /// <param name="path">Path of the library; null to look for it.</param>
    /// <exception cref="ModelException">It is missing, too old or cannot be loaded.</exception>
    public static OnnxRuntimeInfo Probe(string? path = null)
    {
        var runtime = OrtRuntime.Get(path);
        return new OnnxRuntimeInfo(runtime.Path, runtime.Version, runtime.Providers);
    }
}
