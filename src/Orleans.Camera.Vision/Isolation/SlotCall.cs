using System.Threading.Tasks.Sources;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>One slot as the parent sees it, and the caller who waits for it. Used again and again, so that a picture allocates nothing.</summary>
internal sealed class SlotCall(int slot) : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _done = new() { RunContinuationsAsynchronously = true };

    public int Slot { get; } = slot;

    /// <summary>Of this use. Changed and compared under the lock of the owner only, as everything below.</summary>
    public uint Sequence { get; set; }

    public bool IsInFlight { get; set; }

    /// <summary>Whether the caller has gone away; the slot is free once the child has answered.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>When the child was told, as a time stamp.</summary>
    public long Since { get; set; }

    public ValueTask Task => new(this, _done.Version);

    public void Begin()
    {
        _done.Reset();
        Sequence++;
        (IsInFlight, IsAbandoned) = (true, false);
    }

    public void Succeed() => _done.SetResult(true);

    public void Fail(Exception fault) => _done.SetException(fault);

    void IValueTaskSource.GetResult(short token) => _done.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _done.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);
}
