namespace Orleans.Camera.Core.Checkpoints;

/// <summary>
/// Where the states of grains lie, each under a tag that its writer chose. A write counts only where the stored tag is the
/// expected one. Every method may throw <see cref="StoreUnavailableException"/>. Safe for concurrent use.
/// </summary>
public interface IGrainStateStore
{
    /// <returns>Null where nothing is stored.</returns>
    Task<StoredState?> ReadAsync(StateKey key, CancellationToken cancellationToken);

    /// <summary>Stores a state in place of the expected one.</summary>
    /// <param name="key">Whose state.</param>
    /// <param name="expected">The tag that must be stored now; null where nothing may be.</param>
    /// <param name="state">What is stored, with a tag that nobody used before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The tag that is stored afterwards: that of <paramref name="state"/> where it is stored, also where it was before; another
    /// one, or null, where it was refused.
    /// </returns>
    Task<string?> WriteAsync(StateKey key, string? expected, StoredState state, CancellationToken cancellationToken);

    /// <summary>Removes a state that is still the expected one.</summary>
    /// <returns>The tag that is stored afterwards: null where it is gone; another one where that is why it stays.</returns>
    Task<string?> ClearAsync(StateKey key, string? expected, CancellationToken cancellationToken);
}

/// <param name="Name">Which of the grain's states.</param>
/// <param name="Grain">The grain.</param>
public readonly record struct StateKey(string Name, string Grain);

/// <param name="Tag">Of this very write.</param>
/// <param name="Value">What was written.</param>
public sealed record StoredState(string Tag, ReadOnlyMemory<byte> Value);
