using System.Runtime.InteropServices;
using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Onnx;

/// <summary>Finds and loads the ONNX Runtime library.</summary>
internal static class OrtLibrary
{
    public const string Variable = "CAMERA_ONNXRUNTIME";
    private const string FileName = "libonnxruntime.so.1";
    private const string Remedy = $"start the program with ./camera, which installs it, or set {Variable} to the path of {FileName}";

    /// <summary>Loads the library. It is never unloaded: it keeps threads of its own.</summary>
    /// <param name="configured">Path of the library; null to look for it.</param>
    /// <exception cref="ModelException">There is none, or it cannot be loaded.</exception>
    public static (nint Library, string Path) Load(string? configured)
    {
        var named = configured ?? Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            return (LoadNamed(named, configured is null ? $" (named by {Variable})" : ""), named);
        }

        foreach (var path in Candidates())
        {
            if (NativeLibrary.TryLoad(path, out var library))
            {
                return (library, path);
            }
        }

        throw new ModelException($"ONNX Runtime is not installed: no {FileName} was found; {Remedy}.");
    }

    private static nint LoadNamed(string path, string origin)
    {
        if (!File.Exists(path))
        {
            throw new ModelException($"ONNX Runtime is not at '{path}'{origin}; {Remedy}.");
        }

        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException)
        {
            throw new ModelException(
                $"ONNX Runtime at '{path}'{origin} cannot be loaded (is it built for {RuntimeInformation.ProcessArchitecture}?); {Remedy}.", fault);
        }
    }

    private static IEnumerable<string> Candidates()
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var home = Path.Combine(folder.FullName, ".camera", "onnxruntime");
                yield return Path.Combine(home, FileName);
                yield return Path.Combine(home, architecture, FileName);
            }
        }

        yield return FileName;
    }
}
