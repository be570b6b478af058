namespace Orleans.Camera.Abstractions;

/// <summary>
/// Models that every silo of the cluster can have: they lie in its database, and a silo that needs one and does not have it fetches
/// it once. Key: 0. A file is known by its sha256 and never changes.
/// </summary>
[Alias("camera.IModelLibraryGrain")]
public interface IModelLibraryGrain : IGrainWithIntegerKey
{
    /// <summary>What is published, by name.</summary>
    [Alias("List"), RequiresRole(CallerRole.Viewer)]
    Task<IReadOnlyList<PublishedModelRecord>> ListAsync();

    /// <summary>Begins to publish a model.</summary>
    /// <returns>Whether its parts must be written; false where the cluster has the file, whole.</returns>
    /// <exception cref="CameraException">The name means another file, the model is too large, or the database does not answer.</exception>
    [Alias("Begin"), RequiresRole(CallerRole.Admin)]
    Task<bool> BeginAsync(PublishedModelRecord model);

    /// <summary>Writes one part of the file; the same one may come again.</summary>
    /// <param name="sha256">Of the whole file.</param>
    /// <param name="number">From 0.</param>
    /// <param name="part">262,144 bytes; the last part has the rest.</param>
    /// <exception cref="CameraException">The file was not begun, the part is too large, or the database does not answer.</exception>
    [Alias("Write"), RequiresRole(CallerRole.Admin)]
    Task WriteAsync(string sha256, int number, byte[] part);

    /// <summary>Ends the publishing: from now on silos fetch the model. Every part is read back before.</summary>
    /// <exception cref="CameraException">The parts are not the file that was announced, or the database does not answer.</exception>
    [Alias("Publish"), RequiresRole(CallerRole.Admin)]
    Task PublishAsync(PublishedModelRecord model);

    /// <summary>Forgets a model. A silo that has fetched it keeps its copy while it runs.</summary>
    /// <exception cref="CameraException">There is none of that name, or the database does not answer.</exception>
    [Alias("Remove"), RequiresRole(CallerRole.Admin)]
    Task RemoveAsync(string name);
}

/// <summary>A model that is published.</summary>
/// <param name="Name">Lower-case letters, digits, '-', '.' and '_', at most 64.</param>
/// <param name="Sha256">Of its file, 64 lower-case hexadecimal digits.</param>
/// <param name="Size">Of its file, in bytes, at most 1 GiB.</param>
/// <param name="Manifest">What else must be known of it, JSON, at most 1 MiB.</param>
[GenerateSerializer, Immutable, Alias("camera.published-model")]
public sealed record PublishedModelRecord(
    [property: Id(0)] string Name, [property: Id(1)] string Sha256, [property: Id(2)] long Size, [property: Id(3)] string Manifest);
