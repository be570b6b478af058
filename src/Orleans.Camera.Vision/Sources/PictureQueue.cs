using System.Threading.Tasks.Sources;
using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources;

/// <summary>
/// Pictures on their way from the reading thread to the one reader: a bounded ring. When it is full, a live source loses its
/// oldest picture, any other source waits. Nothing is allocated per picture.
/// </summary>
/// <param name="capacity">Pictures that wait at most.</param>
/// <param name="dropsOldest">Whether a full queue drops or waits.</param>
/// <param name="wakeAt">
/// How many pictures must be there before a reader that waits is woken. Waking costs more than counting a picture in
/// which little moves, so a source that nobody watches live wakes it for several pictures at once.
/// </param>
/// <param name="countsHere">
/// Whether a reader that waits goes on where the picture comes from, on the reading thread. For readers that take less time for
/// a picture than handing it to another thread would, and whose pictures are then still in this processor's caches.
/// </param>
internal sealed class PictureQueue(int capacity, bool dropsOldest, int wakeAt = 1, bool countsHere = false) : IValueTaskSource<SourceRead>, IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _room = new(0);
    private readonly (Frame? Frame, Gap? GapBefore)[] _ring = new (Frame?, Gap?)[capacity];
    private ManualResetValueTaskSourceCore<SourceRead> _waiting;
    private CancellationTokenRegistration _registration;
    private int _first;
    private int _count;
    private bool _isWaiting;
    private bool _producerWaits;
    private bool _hasEnded;
    private Gap? _lastGap;
    private Exception? _fault;

    /// <summary>Pictures lost because the reader was slow.</summary>
    public long Dropped { get; private set; }

    /// <summary>Hands over a picture and with it its ownership.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="gapBefore">What was not observed before it.</param>
    /// <returns>False when the queue has been closed; the picture is then gone.</returns>
    public bool Enqueue(Frame frame, Gap? gapBefore)
    {
        Answer? answer;
        while (true)
        {
            lock (_lock)
            {
                if (_hasEnded)
                {
                    frame.Dispose();
                    return false;
                }

                if (_count == capacity && dropsOldest)
                {
                    gapBefore = DropOldest(gapBefore);
                }

                if (_count < capacity)
                {
                    _ring[(_first + _count++) % capacity] = (frame, gapBefore);
                    answer = HandOver();
                    break;
                }

                _producerWaits = true;
            }

            _room.Wait();
        }

        Complete(answer, countsHere);
        return true;
    }

    /// <summary>Ends the queue: what waits is still delivered, then the gap, then the fault or the end.</summary>
    public void End(Gap? gap, Exception? fault)
    {
        Answer? answer = null;
        lock (_lock)
        {
            if (!_hasEnded)
            {
                (_hasEnded, _lastGap, _fault) = (true, gap, fault);
                answer = HandOver();
            }
        }

        Complete(answer, here: false);
    }

    /// <summary>The next picture, gap or end. One reader, one call at a time.</summary>
    public ValueTask<SourceRead> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_isWaiting)
            {
                throw new InvalidOperationException("The read before has not ended.");
            }

            if (TryTake(out var read))
            {
                return ValueTask.FromResult(read);
            }

            if (_fault is { } fault)
            {
                return ValueTask.FromException<SourceRead>(fault);
            }

            _isWaiting = true;
            _waiting.Reset();
        }

        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static (queue, token) => ((PictureQueue)queue!).Cancel(token), this);
        }

        return new ValueTask<SourceRead>(this, _waiting.Version);
    }

    /// <summary>Throws away what waits and lets nothing more in.</summary>
    public void Dispose()
    {
        Answer? answer;
        lock (_lock)
        {
            (_hasEnded, _lastGap) = (true, null);
            while (_count > 0)
            {
                Take().Frame!.Dispose();
            }

            answer = HandOver();
            WakeProducer();
        }

        Complete(answer, here: false);
    }

    SourceRead IValueTaskSource<SourceRead>.GetResult(short token)
    {
        _registration.Dispose();
        _registration = default;
        return _waiting.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<SourceRead>.GetStatus(short token) => _waiting.GetStatus(token);

    void IValueTaskSource<SourceRead>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiting.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken token)
    {
        Answer? answer = null;
        lock (_lock)
        {
            if (_isWaiting)
            {
                _isWaiting = false;
                answer = new Answer(default, new OperationCanceledException(token));
            }
        }

        Complete(answer, here: false);
    }

    /// <summary>Takes what a reader that waits gets now; null where none waits, or there is nothing for it.</summary>
    private Answer? HandOver()
    {
        if (!_isWaiting || (_count < wakeAt && !_hasEnded))
        {
            return null;
        }

        Answer? answer = TryTake(out var read) ? new Answer(read, Fault: null) : _fault is { } fault ? new Answer(default, fault) : null;
        _isWaiting = answer is null;
        return answer;
    }

    /// <summary>Lets the reader go on, outside the lock: it may do so here.</summary>
    private void Complete(Answer? answer, bool here)
    {
        if (answer is not { } given)
        {
            return;
        }

        _waiting.RunContinuationsAsynchronously = !here;
        if (given.Fault is { } fault)
        {
            _waiting.SetException(fault);
        }
        else
        {
            _waiting.SetResult(given.Read);
        }
    }

    private bool TryTake(out SourceRead read)
    {
        read = default;
        if (_count > 0 && _ring[_first].GapBefore is { } gap)
        {
            _ring[_first].GapBefore = null;
            read = new SourceRead(Frame: null, gap);
            return true;
        }

        if (_count > 0)
        {
            read = new SourceRead(Take().Frame, Gap: null);
            WakeProducer();
            return true;
        }

        if (_hasEnded && _lastGap is { } last)
        {
            _lastGap = null;
            read = new SourceRead(Frame: null, last);
            return true;
        }

        return _hasEnded && _fault is null;
    }

    private (Frame? Frame, Gap? GapBefore) Take()
    {
        var taken = _ring[_first];
        _ring[_first] = default;
        _first = (_first + 1) % capacity;
        _count--;
        return taken;
    }

    /// <summary>Makes room. A gap is no picture and is not lost: it moves on to the next picture.</summary>
    /// <returns>The gap before the picture that is about to be added.</returns>
    private Gap? DropOldest(Gap? added)
    {
        var (frame, gap) = Take();
        frame!.Dispose();
        Dropped++;
        if (_count == 0)
        {
            return Join(gap, added);
        }

        ref var next = ref _ring[_first];
        next.GapBefore = Join(gap, next.GapBefore);
        return added;
    }

    private static Gap? Join(Gap? first, Gap? second) =>
        first is null || second is null ? first ?? second : second with { From = first.From, Pictures = first.Pictures + second.Pictures };

    private void WakeProducer()
    {
        if (_producerWaits)
        {
            _producerWaits = false;
            _room.Release();
        }
    }

    private readonly record struct Answer(SourceRead Read, Exception? Fault);
}
