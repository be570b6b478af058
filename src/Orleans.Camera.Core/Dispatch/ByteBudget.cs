namespace Orleans.Camera.Core.Dispatch;

/// <summary>
/// Bounds the bytes in flight from a silo, so that pictures never delay the membership probes that share their connection, and
/// decides who waits and who is dropped when more want to go. Thread safe.
/// </summary>
/// <remarks>
/// Who waits gets its turn as <see cref="FairQueue{T}"/> says, and nobody passes the one whose turn it is, so that a large picture
/// is not starved by small ones. When too many wait, the oldest picture of the least important priority is dropped that has more
/// than its eighth of the places; what must not be dropped (a picture of a file) waits beyond the bound.
/// </remarks>
/// <param name="capacity">Bytes in flight at most, 1 or more. A picture larger than that goes alone.</param>
/// <param name="mostWaiting">Pictures that may wait, 8 or more.</param>
public sealed class ByteBudget(long capacity, int mostWaiting)
{
    private readonly Lock _lock = new();
    private readonly FairQueue<Waiter> _waiters = new();
    private readonly long[] _dropped = new long[4];
    private readonly long _capacity = capacity > 0 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A budget needs 1 byte or more.");
    private readonly int _mostWaiting = mostWaiting >= 8 ? mostWaiting : throw new ArgumentOutOfRangeException(nameof(mostWaiting), mostWaiting, "8 pictures or more may wait.");
    private long _used;

    /// <summary>Bytes in flight.</summary>
    public long Used => Interlocked.Read(ref _used);

    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiters.Count;
            }
        }
    }

    /// <summary>Pictures dropped so far of one priority.</summary>
    public long DroppedOf(CameraPriority priority) => Interlocked.Read(ref _dropped[(int)priority]);

    /// <param name="camera">Whose picture it is.</param>
    /// <param name="bytes">Its size, 1 or more.</param>
    /// <param name="mayDrop">Whether it is a live picture, which is better dropped than late.</param>
    /// <returns>The right to send it, to be disposed when it is answered; null when it was dropped.</returns>
    public ValueTask<ByteLease?> TakeAsync(
        string camera, CameraPriority priority, long bytes, bool mayDrop, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        Waiter? dropped = null;
        lock (_lock)
        {
            if (_waiters.Count == 0 && Fits(bytes))
            {
                return new(Grant(bytes));
            }

            waiter = new Waiter(camera, priority, bytes, mayDrop);
            _waiters.Enqueue(camera, priority, waiter);
            if (_waiters.Count > _mostWaiting)
            {
                dropped = Drop();
            }
        }

        dropped?.Source.TrySetResult(null);
        return new(WaitAsync(waiter, cancellationToken));
    }

    internal void GiveBack(long bytes)
    {
        List<(Waiter Waiter, ByteLease Lease)> granted = [];
        lock (_lock)
        {
            _used -= bytes;
            GrantWaiting(granted);
        }

        Tell(granted);
    }

    private async Task<ByteLease?> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        var registration = cancellationToken.UnsafeRegister(_ => Cancel(waiter, cancellationToken), null);
        try
        {
            return await waiter.Source.Task.ConfigureAwait(false);
        }
        finally
        {
            await registration.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>One that was granted meanwhile keeps its lease: its caller learns of the cancellation by its own token.</summary>
    private void Cancel(Waiter waiter, CancellationToken cancellationToken)
    {
        List<(Waiter Waiter, ByteLease Lease)> granted = [];
        bool waited;
        lock (_lock)
        {
            waited = _waiters.Remove(waiter.Camera, waiter.Priority, waiter);

            // It may have stood before a smaller one that fits.
            GrantWaiting(granted);
        }

        if (waited)
        {
            waiter.Source.TrySetCanceled(cancellationToken);
        }

        Tell(granted);
    }

    private void GrantWaiting(List<(Waiter Waiter, ByteLease Lease)> granted)
    {
        while (_waiters.TryPeek(out var next) && Fits(next.Bytes))
        {
            _waiters.TryDequeue(out _);
            granted.Add((next, Grant(next.Bytes)));
        }
    }

    private static void Tell(List<(Waiter Waiter, ByteLease Lease)> granted)
    {
        foreach (var (waiter, lease) in granted)
        {
            waiter.Source.TrySetResult(lease);
        }
    }

    private Waiter? Drop()
    {
        for (var priority = CameraPriority.Low; priority >= CameraPriority.Critical; priority--)
        {
            if (_waiters.CountOf(priority) > _mostWaiting / 8 && _waiters.TryDrop(priority, waiter => waiter.MayDrop, out var dropped))
            {
                Interlocked.Increment(ref _dropped[(int)priority]);
                return dropped;
            }
        }

        return null;
    }

    private bool Fits(long bytes) => _used == 0 || bytes <= _capacity - _used;

    private ByteLease Grant(long bytes)
    {
        _used += bytes;
        return new ByteLease(this, bytes);
    }

    private sealed record Waiter(string Camera, CameraPriority Priority, long Bytes, bool MayDrop)
    {
        public TaskCompletionSource<ByteLease?> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Equals(Waiter? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
