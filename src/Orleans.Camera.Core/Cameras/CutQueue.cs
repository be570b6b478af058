namespace Orleans.Camera.Core.Cameras;

/// <summary>
/// Hands cuts from a run to whoever stores them. What waits is merged into one cut, so that it costs little however long
/// the store is away; a run with too much waiting is held up. Thread safe.
/// </summary>
/// <param name="arrived">Called whenever a cut has come, on the run's own thread.</param>
public sealed class CutQueue(Action arrived)
{
    /// <summary>How many cuts of a recording wait at most: it can wait as well.</summary>
    public const int MostCuts = 8;

    /// <summary>How many events of a live source wait at most: a day and more of a busy camera.</summary>
    public const int MostEvents = 10_000;

    private readonly Lock _lock = new();
    private Cut? _waiting;
    private TaskCompletionSource? _room;
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
        Task? room = null;
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            _waiting = _waiting?.Then(cut) ?? cut;
            if (isLive ? _waiting.Events.Count >= MostEvents : _waiting.Merged >= MostCuts)
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
}
