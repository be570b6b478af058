using System.Globalization;

namespace Orleans.Camera.Core.Checkpoints;

/// <summary>Which write of which owner a stored checkpoint is: its ETag, chosen by the writer before it writes.</summary>
/// <param name="Epoch">Counts the owners of the camera, from 1; 0 where nothing is stored yet.</param>
/// <param name="Write">Counts the writes of one owner, from 0, its claim.</param>
public readonly record struct CheckpointTag(long Epoch, long Write)
{
    /// <summary>Nothing is stored.</summary>
    public static CheckpointTag None => default;

    /// <summary>The tag of the next write of the same owner.</summary>
    public CheckpointTag Next => new(Epoch, Write + 1);

    /// <summary>The tag with which another owner takes over.</summary>
    public CheckpointTag Claimed => new(Epoch + 1, 0);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}.{Write}");
}
