namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>Looks at the checkpoints all the time, and remembers when each camera was counted.</summary>
internal sealed class TakeoverWatch(CountsDatabase database, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (StoredState State, long At)> _latest = [];
    private readonly List<(string Camera, TimeSpan Pause)> _pauses = [];
    private readonly List<long> _reRead = [];
    private Task _task = Task.CompletedTask;

    /// <summary>Pictures between base and checkpoint, for every change of owner that was seen.</summary>
    public IReadOnlyList<long> ReRead
    {
        get
        {
            lock (_lock)
            {
                return [.. _reRead];
            }
        }
    }

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

    /// <summary>The longest time between two checkpoints of one camera since the last call.</summary>
    public TimeSpan TakeLongestPause()
    {
        lock (_lock)
        {
            var longest = _pauses.Count == 0 ? TimeSpan.Zero : _pauses.Max(pause => pause.Pause);
            _pauses.Clear();
            return longest;
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
                if (!_latest.TryGetValue(state.Camera, out var before))
                {
                    _latest[state.Camera] = (state, now);
                    continue;
                }

                if (before.State.Epoch != state.Epoch)
                {
                    _reRead.Add(before.State.Frame - before.State.BaseFrame);
                }

                if (before.State.Epoch != state.Epoch || before.State.Write != state.Write)
                {
                    _pauses.Add((state.Camera, time.GetElapsedTime(before.At, now)));
                    _latest[state.Camera] = (state, now);
                }
            }
        }
    }
}
