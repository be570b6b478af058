using Orleans.Camera.Placement.Gpus;

namespace Orleans.Camera.Placement.Silos;

/// <summary>
/// Looks at the GPUs on a thread of its own: a driver that hangs stops nobody, and leaves its values unknown. Not thread safe.
/// </summary>
/// <param name="look">May block.</param>
/// <param name="time">The clock.</param>
internal sealed class GpuWatch(Func<GpuLook> look, TimeProvider time)
{
    /// <summary>A driver under load answers within milliseconds; after so long its last answer is not worth telling.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private Task<GpuLook>? _looking;
    private GpuLook? _last;
    private long _asked;
    private long _answered;
    private bool _wasEmpty;

    /// <summary>The latest look that is not too old; null while there is none.</summary>
    public GpuLook? Read()
    {
        if (_looking is { IsCompleted: true })
        {
            _last = _looking.IsCompletedSuccessfully ? _looking.Result : new GpuLook([], $"the GPUs cannot be read ({_looking.Exception?.InnerException?.Message})");
            _answered = time.GetTimestamp();
            _wasEmpty = _last is { Gpus.Count: 0, Fault: null };
            _looking = null;
        }

        // Without a driver there will be no GPU later either: nothing is asked again.
        if (_looking is null && !_wasEmpty)
        {
            _asked = time.GetTimestamp();
            _looking = Task.Factory.StartNew(look, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }

        return _last is null || (!_wasEmpty && time.GetElapsedTime(_answered) > Patience) ? null : _last;
    }

    /// <summary>Whether the driver has owed an answer for too long, be it the first.</summary>
    public bool IsHung => _looking is not null && time.GetElapsedTime(_asked) > Patience;
}
