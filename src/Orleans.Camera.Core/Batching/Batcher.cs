namespace Orleans.Camera.Core.Batching;

/// <summary>
/// Gathers what many callers ask into batches: a batch starts when it is full or its first item has waited long enough, and one at
/// a time, so that what came first is answered first, for each camera too. Thread safe.
/// </summary>
/// <typeparam name="TItem">What is asked.</typeparam>
/// <typeparam name="TResult">What is answered.</typeparam>
public sealed class Batcher<TItem, TResult> : IAsyncDisposable
{
    private readonly BatcherOptions _options;
    private readonly Func<IReadOnlyList<TItem>, CancellationToken, ValueTask<IReadOnlyList<TResult>>> _run;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _waiting = [];
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private bool _isClosed;

    /// <param name="run">Answers a batch, one result for each item in their order. Never called twice at once.</param>
    /// <exception cref="ArgumentException">An option makes no sense; the message names every one.</exception>
    public Batcher(
        BatcherOptions options, TimeProvider time, Func<IReadOnlyList<TItem>, CancellationToken, ValueTask<IReadOnlyList<TResult>>> run)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (options.Faults().ToArray() is { Length: > 0 } faults)
        {
            throw new ArgumentException($"Batches cannot be made: {string.Join("; ", faults)}.", nameof(options));
        }

        (_options, _time, _run) = (options, time, run);
        _timer = time.CreateTimer(static state => ((Batcher<TItem, TResult>)state!).StartDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Items that wait for their batch.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <param name="cancellationToken">Takes the item out while it waits; one whose batch runs is answered to nobody.</param>
    /// <param name="result">Ends as its batch ends: a batch that fails fails for every item in it.</param>
    /// <returns>False where the queue is full or closed.</returns>
    public bool TryAdd(TItem item, CancellationToken cancellationToken, out Task<TResult> result)
    {
        var entry = new Entry(item, _time.GetTimestamp());
        result = entry.Source.Task;
        entry.Registration = cancellationToken.UnsafeRegister(_ => Cancel(entry, cancellationToken), null);
        lock (_lock)
        {
            if (_isClosed || _waiting.Count >= _options.MaximumQueue)
            {
                entry.Registration.Unregister();
                return false;
            }

            if (!result.IsCompleted)
            {
                _waiting.AddLast(entry);
            }
        }

        StartDue();
        return true;
    }

    /// <summary>Refuses what comes, cancels what waits and sees the batch that runs to its end.</summary>
    public async ValueTask DisposeAsync()
    {
        Entry[] waiting;
        Task running;
        lock (_lock)
        {
            _isClosed = true;
            waiting = [.. _waiting];
            _waiting.Clear();
            running = _running;
        }

        foreach (var entry in waiting)
        {
            entry.Source.TrySetCanceled(CancellationToken.None);
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        _end.Dispose();
    }

    private void Cancel(Entry entry, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _waiting.Remove(entry);
        }

        entry.Source.TrySetCanceled(cancellationToken);
    }

    /// <summary>Starts a batch where one is due, or sets the timer for when it will be.</summary>
    private void StartDue()
    {
        lock (_lock)
        {
            if (_isRunning || _isClosed || _waiting.First is not { } first)
            {
                return;
            }

            var left = _options.MaximumWait - _time.GetElapsedTime(first.Value.At);
            if (_waiting.Count < _options.MaximumBatch && left > TimeSpan.Zero)
            {
                _timer.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }

            _isRunning = true;
            _running = Task.Run(RunBatchesAsync, CancellationToken.None);
        }
    }

    private async Task RunBatchesAsync()
    {
        while (Take() is { Length: > 0 } batch)
        {
            try
            {
                var results = await _run([.. batch.Select(entry => entry.Item)], _end.Token).ConfigureAwait(false);
                if (results.Count != batch.Length)
                {
                    throw new InvalidOperationException($"A batch of {batch.Length} was answered with {results.Count} results.");
                }

                for (var index = 0; index < batch.Length; index++)
                {
                    batch[index].Source.TrySetResult(results[index]);
                }
            }
            catch (Exception fault)
            {
                // Whatever it is, it belongs to the callers.
                foreach (var entry in batch)
                {
                    entry.Source.TrySetException(fault);
                }
            }

            foreach (var entry in batch)
            {
                await entry.Registration.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>The next batch if it is due; empty where the runner is done.</summary>
    private Entry[] Take()
    {
        lock (_lock)
        {
            var isDue = _waiting.First is { } first &&
                (_waiting.Count >= _options.MaximumBatch || _time.GetElapsedTime(first.Value.At) >= _options.MaximumWait);
            if (!isDue)
            {
                _isRunning = false;
                if (_waiting.First is { } next && !_isClosed)
                {
                    var left = _options.MaximumWait - _time.GetElapsedTime(next.Value.At);
                    _timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                }

                return [];
            }

            var batch = _waiting.Take(_options.MaximumBatch).ToArray();
            for (var index = 0; index < batch.Length; index++)
            {
                _waiting.RemoveFirst();
            }

            return batch;
        }
    }

    private sealed class Entry(TItem item, long at)
    {
        public TItem Item => item;

        public long At => at;

        public TaskCompletionSource<TResult> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationTokenRegistration Registration { get; set; }
    }
}
