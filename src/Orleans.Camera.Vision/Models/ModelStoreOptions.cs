using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Vision.Detectors;

namespace Orleans.Camera.Vision.Models;

/// <summary>Where models are kept and how they come there.</summary>
public sealed record ModelStoreOptions
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string FolderVariable = "CAMERA_MODELS";

    /// <summary>The folder; made by the first model that is added.</summary>
    public required string Folder { get; init; }

    /// <summary>Where what was fetched of the cluster's database is kept; null where nothing is.</summary>
    public string? Cache { get; init; }

    /// <summary>Manifests of models that can be pulled; those of <c>silo-config/models</c> unless set.</summary>
    public IReadOnlyList<ModelManifest> Known { get; init; } = BuiltInModels.All;

    /// <summary>How a model is tried before it is accepted.</summary>
    public OnnxDetectorOptions Trial { get; init; } = new();

    /// <summary>Carries downloads; null for the usual one. Not disposed of.</summary>
    public HttpMessageHandler? Http { get; init; }

    /// <summary>A download during which nothing arrives for so long is given up.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(20);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// The user's own folder: <c>CAMERA_MODELS</c>, else <c>$XDG_DATA_HOME/orleans-camera/models</c>, else
    /// <c>~/.local/share/orleans-camera/models</c>.
    /// </summary>
    /// <exception cref="ModelException">The user has no home.</exception>
    public static string DefaultFolder()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
        {
            return Path.GetFullPath(named);
        }

        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0
            ? Path.Combine(data, "orleans-camera", "models")
            : throw new ModelException($"There is no home folder for models; set {FolderVariable} to a folder.");
    }
}
