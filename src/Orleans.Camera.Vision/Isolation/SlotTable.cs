using Orleans.Camera.Core.Detecting;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>Which slots are free, which wait for an answer, and who waits. Thread safe.</summary>
internal sealed class SlotTable : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SlotCall[] _calls;
    private readonly Stack<SlotCall> _free;
    private readonly SemaphoreSlim _some;
    private readonly TimeProvider _time;
    private bool _isClosed;

    public SlotTable(int slots, TimeProvider time)
    {
        _time = time;
        _calls = [.. Enumerable.Range(0, slots).Select(slot => new SlotCall(slot))];
        _free = new Stack<SlotCall>(_calls);
        _some = new SemaphoreSlim(slots, slots);
    }

    /// <summary>How many wait for an answer.</summary>
    public int InFlight
    {
        get
        {
            lock (_gate)
            {
                return Array.FindAll(_calls, call => call.IsInFlight).Length;
            }
        }
    }

    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public async ValueTask<SlotCall> RentAsync(CancellationToken cancellationToken)
    {
        await _some.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(WorkerHost));
            return _free.Pop();
        }
    }

    /// <summary>Closes it where nobody has a slot: nobody will have one any more.</summary>
    /// <returns>Whether this call has closed it.</returns>
    public bool TryClose()
    {
        lock (_gate)
        {
            var isLast = !_isClosed && _free.Count == _calls.Length;
            _isClosed = _isClosed || isLast;
            return isLast;
        }
    }

    /// <summary>The child is told now.</summary>
    public void Begin(SlotCall call)
    {
        lock (_gate)
        {
            call.Begin();
            call.Since = _time.GetTimestamp();
        }
    }

    /// <summary>The caller is done with the slot.</summary>
    public void Return(SlotCall call)
    {
        lock (_gate)
        {
            _free.Push(call);
            _some.Release(); // here, so that a closed table is one that nobody touches any more
        }
    }

    /// <summary>The caller does not wait any more, and has lost the slot: it is free once the child has answered.</summary>
    public void Abandon(SlotCall call, uint sequence, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!call.IsInFlight || call.IsAbandoned || call.Sequence != sequence)
            {
                return;
            }

            call.IsAbandoned = true;
        }

        call.Fail(new OperationCanceledException(cancellationToken));
    }

    /// <summary>The child has answered.</summary>
    /// <returns>False where it was never asked that.</returns>
    public bool Answer(Doorbell answer)
    {
        SlotCall call;
        bool isAbandoned;
        lock (_gate)
        {
            if ((uint)answer.Slot >= (uint)_calls.Length || _calls[answer.Slot] is var asked && (!asked.IsInFlight || asked.Sequence != answer.Sequence))
            {
                return false;
            }

            call = _calls[answer.Slot];
            (isAbandoned, call.IsInFlight) = (call.IsAbandoned, false);
        }

        End(call, isAbandoned, fault: null);
        return true;
    }

    /// <summary>The child is gone: nothing that it was asked will be answered.</summary>
    public void FailAll(string reason)
    {
        foreach (var call in _calls)
        {
            bool isAbandoned;
            lock (_gate)
            {
                if (!call.IsInFlight)
                {
                    continue;
                }

                (isAbandoned, call.IsInFlight) = (call.IsAbandoned, false);
            }

            End(call, isAbandoned, new WorkerLostException(reason));
        }
    }

    /// <summary>How long the oldest request waits.</summary>
    public TimeSpan Oldest()
    {
        lock (_gate)
        {
            var oldest = TimeSpan.Zero;
            foreach (var call in _calls)
            {
                oldest = call.IsInFlight && _time.GetElapsedTime(call.Since) is var age && age > oldest ? age : oldest;
            }

            return oldest;
        }
    }

    public void Dispose() => _some.Dispose();

    private void End(SlotCall call, bool isAbandoned, WorkerLostException? fault)
    {
        if (isAbandoned)
        {
            Return(call);
        }
        else if (fault is null)
        {
            call.Succeed();
        }
        else
        {
            call.Fail(fault);
        }
    }
}
