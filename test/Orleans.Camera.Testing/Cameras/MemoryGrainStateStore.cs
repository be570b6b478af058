using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Testing.Cameras;

/// <summary>States of grains in memory, faithful to the contract. Thread safe.</summary>
public sealed class MemoryGrainStateStore : IGrainStateStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StateKey, StoredState> _states = [];

    /// <summary>While true, nothing answers.</summary>
    public bool IsAway { get; set; }

    /// <summary>The states of grains of a kind, like <c>camera</c>.</summary>
    public IReadOnlyList<StateKey> Of(string kind)
    {
        lock (_lock)
        {
            return [.. _states.Keys.Where(key => key.Grain.StartsWith(kind + "/", StringComparison.Ordinal))];
        }
    }

    public Task<StoredState?> ReadAsync(StateKey key, CancellationToken cancellationToken) => AnswerAsync(() => _states.GetValueOrDefault(key));

    public Task<string?> WriteAsync(StateKey key, string? expected, StoredState state, CancellationToken cancellationToken) => AnswerAsync(() =>
    {
        var stored = _states.GetValueOrDefault(key)?.Tag;
        if (stored == expected)
        {
            stored = (_states[key] = state).Tag;
        }

        return stored;
    });

    public Task<string?> ClearAsync(StateKey key, string? expected, CancellationToken cancellationToken) => AnswerAsync(() =>
    {
        if (_states.GetValueOrDefault(key)?.Tag == expected)
        {
            _states.Remove(key);
        }

        return _states.GetValueOrDefault(key)?.Tag;
    });

    private Task<T> AnswerAsync<T>(Func<T> ask)
    {
        lock (_lock)
        {
            return IsAway ? Task.FromException<T>(new StoreUnavailableException("the test said so")) : Task.FromResult(ask());
        }
    }
}
