using System.Collections.Concurrent;

namespace Orleans.Camera.Engine.Tests.Cluster;

/// <summary>
/// What grains wrote down, by key, and the gates that they wait at. Tests wait for an entry, never for time to pass.
/// </summary>
public sealed class Journal
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<string>> _entries = new(StringComparer.Ordinal);
    private readonly List<(string Key, string Entry, TaskCompletionSource Seen)> _waiting = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new(StringComparer.Ordinal);

    public void Write(string key, string entry)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entries))
            {
                _entries[key] = entries = [];
            }

            entries.Add(entry);
            foreach (var waiting in _waiting.Where(waiting => waiting.Key == key && waiting.Entry == entry))
            {
                waiting.Seen.TrySetResult();
            }
        }
    }

    public IReadOnlyList<string> Of(string key)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(key, out var entries) ? [.. entries] : [];
        }
    }

    public Task Seen(string key, string entry)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var entries) && entries.Contains(entry))
            {
                return Task.CompletedTask;
            }

            _waiting.Add((key, entry, seen));
        }

        return seen.Task.WaitAsync(Patience);
    }

    /// <summary>A gate that a grain waits at until a test opens it.</summary>
    public Task Gate(string name) => Named(name).Task.WaitAsync(Patience);

    public void Open(string name) => Named(name).TrySetResult();

    private TaskCompletionSource Named(string name) =>
        _gates.GetOrAdd(name, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
