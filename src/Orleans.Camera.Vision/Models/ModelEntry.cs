namespace Orleans.Camera.Vision.Models;

/// <summary>One line of the list of models.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Manifest">What is known of it; null where its manifest is damaged.</param>
/// <param name="IsStored">Whether its file is here; otherwise it can be pulled.</param>
/// <param name="Fault">What is wrong with it, or null.</param>
public sealed record ModelEntry(string Name, ModelManifest? Manifest, bool IsStored, string? Fault);

/// <summary>How far a download is.</summary>
/// <param name="Received">Bytes so far.</param>
/// <param name="Total">Bytes of the whole file.</param>
public readonly record struct PullProgress(long Received, long Total);
