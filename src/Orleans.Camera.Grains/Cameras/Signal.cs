namespace Orleans.Camera.Grains.Cameras;

/// <summary>Wakes one waiter. Set from any thread; waited for by one loop, which stays on its own scheduler.</summary>
internal sealed class Signal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _set = New();

    public void Set()
    {
        lock (_lock)
        {
            _set.TrySetResult();
        }
    }

    /// <summary>Waits until it is set, or was since the wait before.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await Current().WaitAsync(cancellationToken);
        lock (_lock)
        {
            _set = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task Current()
    {
        lock (_lock)
        {
            return _set.Task;
        }
    }
}
