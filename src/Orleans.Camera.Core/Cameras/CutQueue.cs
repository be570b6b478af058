namespace Orleans.Camera.Core.Cameras;

/// <summary>
/// Hands cuts from a run to whoever stores them. What waits is merged into one cut, so that it costs little however long
/// the store is away; what a live source counts goes on to the spool, where that has begun. A run with too much waiting is
/// held up. Thread safe; one run puts.
/// </summary>
/// <param name="arrived">Called whenever a cut has come, on the run's own thread.</param>
/// <param name="spool">The camera's; null where it has none.</param>
public sealed class CutQueue(Action arrived, ICutSpool? spool = null)
{
    /// <summary>Of footage, between what is appended to the spool: so much is lost at most where the process dies.</summary>
    private static readonly TimeSpan BetweenAppends = TimeSpan.FromSeconds(0.5);

    /// <summary>How many cuts of a recording wait at most: it can wait as well.</summary>
    public const int MostCuts = 8;

    /// <summary>How many events of a live source wait at most: a day and more of a busy camera.</summary>
    public const int MostEvents = 10_000;

    private readonly ICutSpool _spool = spool ?? new NoSpools();
    private readonly Lock _lock = new();
    private Cut? _waiting;
    private TaskCompletionSource? _room;
    private TimeSpan _appended = TimeSpan.MinValue;
    private bool _isClosed;

    /// <summary>How many events wait.</summary>
    public int Events
    {
        get
        {
            lock (_lock)
            {
                return _waiting?.Events.Count ?? 0;
            }
        }
    }

    /// <summary>Adds a cut, and waits as long as too much is waiting.</summary>
    /// <param name="cut">The next cut of the run.</param>
    /// <param name="isLive">Whether pictures are lost while the run waits.</param>
    /// <param name="stop">Ends the wait; the cut is in the queue all the same.</param>
    /// <returns>Whether it had to wait.</returns>
    public async ValueTask<bool> PutAsync(Cut cut, bool isLive, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(cut);
        Task? room = null;
        var isKept = isLive && TryAppend(cut);
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            _waiting = isKept ? _waiting : _waiting?.Then(cut) ?? cut;
            if (_waiting is { } all && (isLive ? all.Events.Count >= MostEvents : all.Merged >= MostCuts))
            {
                room = (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }

        arrived();
        if (room is null)
        {
            return false;
        }

        await room.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    /// <summary>Leaves what waits to the spool, where that has begun: this run's owner ends without having stored it.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (_waiting is { } left && _spool.Append(left))
            {
                _waiting = null;
            }
        }
    }

    /// <returns>Everything that waits, which is the caller's to store from now on; null where nothing does.</returns>
    public Cut? Take()
    {
        lock (_lock)
        {
            var cut = _waiting;
            _waiting = null;
            _room?.TrySetResult();
            _room = null;
            return cut;
        }
    }

    /// <summary>Drops what waits and whatever comes: this run may not count any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _waiting = null;
            _room?.TrySetResult();
            _room = null;
        }
    }

    /// <summary>
    /// Outside of the lock, because the disk may be slow. Whoever takes meanwhile finds nothing, and is told when the cut has
    /// arrived: what waits goes before it.
    /// </summary>
    private bool TryAppend(Cut cut)
    {
        if (!_spool.IsBegun || (_appended != TimeSpan.MinValue && cut.Pts >= _appended && cut.Pts - _appended < BetweenAppends && !cut.HasEnded))
        {
            return false;
        }

        Cut? before;
        lock (_lock)
        {
            (before, _waiting) = (_waiting, null);
        }

        if (_spool.Append(before?.Then(cut) ?? cut))
        {
            _appended = cut.Pts;
            return true;
        }

        lock (_lock)
        {
            _waiting = before;
        }

        return false;
    }
}
