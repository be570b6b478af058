using System.Collections.Concurrent;

namespace Orleans.Camera.Placement.Machines;

/// <summary>The child processes whose use is told: whoever starts one says so. Safe for concurrent use.</summary>
public sealed class WatchedProcesses
{
    private readonly ConcurrentDictionary<int, string> _names = [];

    /// <summary>Numbers and names.</summary>
    public IReadOnlyCollection<KeyValuePair<int, string>> All => _names;

    /// <param name="process">Its number.</param>
    /// <param name="name">What it is to people, like a camera's or a worker's name.</param>
    /// <returns>To be disposed of when it has ended.</returns>
    public IDisposable Add(int process, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(process);
        ArgumentException.ThrowIfNullOrEmpty(name);
        _names[process] = name;
        return new Watch(this, new KeyValuePair<int, string>(process, name));
    }

    private sealed class Watch(WatchedProcesses processes, KeyValuePair<int, string> entry) : IDisposable
    {
        /// <summary>A later process of the same number is another's affair.</summary>
        public void Dispose() => processes._names.TryRemove(entry);
    }
}
