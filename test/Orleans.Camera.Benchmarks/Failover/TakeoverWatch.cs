namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>Looks at the checkpoints all the time, and remembers when each camera was counted.</summary>
internal sealed class TakeoverWatch(CountsDatabase database, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (StoredState State, long At)> _latest = [];
    private Task _task = Task.CompletedTask;

    public void Start() => _task = Task.Run(FollowAsync);

    /// <summary>The latest checkpoint of each camera that was seen.</summary>
    public IReadOnlyDictionary<string, StoredState> Latest
    {
        get
        {
            lock (_lock)
            {
                return _latest.ToDictionary(pair => pair.Key, pair => pair.Value.State, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Waits until a camera counts again.</summary>
    /// <param name="before">As it was before the fault.</param>
    /// <param name="isSince">Whether a checkpoint tells that it does.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <returns>When it was seen; null where it was not in time.</returns>
    public async Task<long?> WaitAsync(StoredState before, Func<StoredState, bool> isSince, TimeSpan limit, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (time.GetElapsedTime(begin) < limit)
        {
            lock (_lock)
            {
                if (_latest.TryGetValue(before.Camera, out var latest) && (isSince(latest.State) || latest.State.HasEnded))
                {
                    return latest.At;
                }
            }

            await Task.Delay(Look, time, cancellationToken);
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _task;
        _stop.Dispose();
    }

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                if (await database.StatesAsync(_stop.Token) is { } states)
                {
                    Take(states.Values);
                }

                await Task.Delay(Look, time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The bench is over.
        }
    }

    private void Take(IEnumerable<StoredState> states)
    {
        var now = time.GetTimestamp();
        lock (_lock)
        {
            foreach (var state in states)
            {
                // The moment of a write is when it was seen first.
                if (!_latest.TryGetValue(state.Camera, out var before) || before.State != state)
                {
                    _latest[state.Camera] = (state, now);
                }
            }
        }
    }
}
