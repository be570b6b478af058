using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Models;

/// <summary>What must be known of a detector beyond its file. Unknown parts are recognised from the model.</summary>
public sealed record ModelManifest
{
    /// <summary>Lower-case letters, digits, '-', '.' and '_', at most 64.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the model's file, without a folder.</summary>
    public string? File { get; init; }

    /// <summary>Of the file, 64 lower-case hexadecimal digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Of the file, in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>The official address, HTTPS.</summary>
    public Uri? Url { get; init; }

    /// <summary>SPDX identifier of the licence.</summary>
    public string? Licence { get; init; }

    /// <summary>Null to recognise it from the model.</summary>
    public ModelLayout? Layout { get; init; }

    /// <summary>Null to recognise it with the layout.</summary>
    public ModelInput? Input { get; init; }

    /// <summary>Names of the classes; empty to take them from the model.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>
    /// Boxes below are dropped, 0..1. Low, because the tracker makes use of weak boxes of objects it knows already.
    /// </summary>
    public float ScoreThreshold { get; init; } = 0.1f;

    /// <summary>Of two boxes of a label that overlap more (intersection over union), the weaker one is dropped, 0..1.</summary>
    public float NmsThreshold { get; init; } = 0.45f;

    /// <summary>At most so many boxes a picture.</summary>
    public int MaxDetections { get; init; } = 300;

    /// <summary>How a worker gathers pictures of several cameras; it does so only where the model is faster by it on its device.</summary>
    public BatchRule Batch { get; init; } = BatchRule.Single;

    /// <summary>Whether the model may run on a processor where no GPU is to be had.</summary>
    public bool CpuAllowed { get; init; } = true;

    /// <summary>What a device must have to run it, by names that <c>Camera:Capabilities</c> of a silo lists; it has its kind, <c>gpu</c> or <c>cpu</c>, too.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];
}
