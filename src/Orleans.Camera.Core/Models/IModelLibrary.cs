namespace Orleans.Camera.Core.Models;

/// <summary>
/// Where the files of models lie that every silo of a cluster can have. A file is known by its sha256; while it is whole nothing
/// changes it. A name means one file. Every method may throw <see cref="Checkpoints.StoreUnavailableException"/>. Safe for
/// concurrent use.
/// </summary>
public interface IModelLibrary
{
    /// <summary>Bytes of every part of a file but the last, which may be shorter.</summary>
    const int PartSize = 256 << 10;

    /// <summary>Bytes of a file at most: its parts are numbered, and a silo reads a model into memory.</summary>
    const long LargestFile = 1L << 30;

    /// <summary>What is published, by name.</summary>
    Task<IReadOnlyList<PublishedModel>> ListAsync(CancellationToken cancellationToken);

    /// <returns>Null where nothing of that name is published.</returns>
    Task<PublishedModel?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>One part of a file as it lies there; whoever reads them all holds them against the sha256.</summary>
    /// <param name="number">From 0.</param>
    /// <returns>Null where it is missing.</returns>
    Task<byte[]?> ReadAsync(string sha256, int number, CancellationToken cancellationToken);

    /// <summary>
    /// Begins a file anew: it is not whole from now on, and none of its parts is there. What others began a day ago and never
    /// published goes.
    /// </summary>
    Task BeginAsync(string sha256, long size, CancellationToken cancellationToken);

    /// <summary>Keeps one part of a file that was begun; the same part may come again.</summary>
    /// <returns>False where the file was not begun, or is whole.</returns>
    Task<bool> WriteAsync(string sha256, int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken);

    /// <summary>The file is whole, as whoever calls this has seen, and the name means it.</summary>
    /// <returns>False where the name means another file, or parts are missing.</returns>
    Task<bool> PublishAsync(PublishedModel model, CancellationToken cancellationToken);

    /// <summary>Forgets a name, and its file where no other name means it.</summary>
    /// <returns>False where there is no such name.</returns>
    Task<bool> RemoveAsync(string name, CancellationToken cancellationToken);
}

/// <summary>A model that is published.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sha256">Of its file, 64 lower-case hexadecimal digits.</param>
/// <param name="Size">Of its file, in bytes.</param>
/// <param name="Manifest">What else must be known of it, JSON.</param>
public sealed record PublishedModel(string Name, string Sha256, long Size, string Manifest);
