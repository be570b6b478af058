namespace Orleans.Camera.Core.Checkpoints;

/// <summary>Where the definitions of cameras lie. Every method may throw <see cref="StoreUnavailableException"/>.</summary>
public interface IDefinitionStore
{
    Task<IReadOnlyList<StoredDefinition>> ListAsync(CancellationToken cancellationToken);

    /// <returns>Null where there is no such camera.</returns>
    Task<StoredDefinition?> ReadAsync(string camera, CancellationToken cancellationToken);

    /// <summary>Stores a definition, and gives it the next version.</summary>
    /// <param name="definition">Its version is the one that is replaced; 0 for a new camera.</param>
    /// <returns>The stored definition; null where another version is stored.</returns>
    Task<StoredDefinition?> PutAsync(StoredDefinition definition, CancellationToken cancellationToken);

    /// <summary>Removes the definition. Its counts stay.</summary>
    Task RemoveAsync(string camera, CancellationToken cancellationToken);
}

/// <param name="Camera">The camera's name.</param>
/// <param name="Version">From 1, one more with every change.</param>
/// <param name="Source">The source's address; the store seals it, so that it lies nowhere in the clear.</param>
/// <param name="Json">Everything else.</param>
/// <param name="IsEnabled">Whether it must run.</param>
public sealed record StoredDefinition(string Camera, long Version, string Source, string Json, bool IsEnabled);
