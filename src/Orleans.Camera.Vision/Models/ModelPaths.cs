using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Models;

/// <summary>Files of models and manifests.</summary>
internal static class ModelPaths
{
    private const string ManifestSuffix = ".json";
    private const int LongestName = 64;

    /// <summary>A model given as an ONNX file, with the manifest beside it where there is one, or as a manifest.</summary>
    /// <exception cref="ModelException">The manifest has faults, or names no file.</exception>
    public static ModelReference FromFile(string path)
    {
        if (!path.EndsWith(ManifestSuffix, StringComparison.OrdinalIgnoreCase))
        {
            return new ModelReference(Path.GetFileName(path), path, ManifestBeside(path));
        }

        var manifest = ManifestReader.ReadFile(path);
        return manifest.File is null
            ? throw new ModelException($"The manifest '{path}' does not say which file it describes; add \"file\".")
            : new ModelReference(manifest.Name, Path.Combine(Path.GetDirectoryName(path) ?? "", manifest.File), manifest);
    }

    /// <summary>The manifest of the same name beside an ONNX file, or null.</summary>
    public static ModelManifest? ManifestBeside(string file)
    {
        var manifest = Path.ChangeExtension(file, ManifestSuffix);
        return manifest != file && File.Exists(manifest) ? ManifestReader.ReadFile(manifest) : null;
    }

    /// <summary>A name for the store, made from a file's name.</summary>
    public static string NameFrom(string file)
    {
        var name = new string([.. Path.GetFileNameWithoutExtension(file).ToLowerInvariant().Select(letter => IsAllowed(letter) ? letter : '-')]);
        name = name.TrimStart('-', '.', '_');
        return name.Length > LongestName ? name[..LongestName] : name;
    }

    /// <summary>Writes a file so that it is there as a whole or not at all, whatever happens.</summary>
    public static void WriteWhole(string path, byte[] bytes)
    {
        var draft = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    private static bool IsAllowed(char letter) => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '.' or '_';
}
