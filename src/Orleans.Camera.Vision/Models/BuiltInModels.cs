using System.Collections.Immutable;

namespace Orleans.Camera.Vision.Models;

/// <summary>The manifests of <c>silo-config/models</c>, which travel inside the program.</summary>
internal static class BuiltInModels
{
    private const string Prefix = "models/";

    public static readonly ImmutableArray<ModelManifest> All = Load();

    private static ImmutableArray<ModelManifest> Load()
    {
        var assembly = typeof(BuiltInModels).Assembly;
        var manifests = ImmutableArray.CreateBuilder<ModelManifest>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            manifests.Add(ManifestReader.Read(bytes, name));
        }

        return manifests.ToImmutable();
    }
}
