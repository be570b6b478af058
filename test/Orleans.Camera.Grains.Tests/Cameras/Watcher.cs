using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Grains.Tests.Cameras;

/// <summary>Keeps what it is told, and notes what it was told before it was stored.</summary>
/// <param name="stored">Number of the latest event in the store.</param>
public sealed class Watcher(Func<int> stored) : ICameraObserver
{
    private readonly Lock _lock = new();
    private readonly List<CountEvent> _events = [];
    private TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<CountEvent> Early { get; } = [];

    public IReadOnlyList<CountEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public Task OnEventsAsync(IReadOnlyList<CountEvent> events)
    {
        var known = stored();
        lock (_lock)
        {
            _events.AddRange(events);
            Early.AddRange(events.Where(told => told.Sequence > known));
            _told.TrySetResult();
            _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return Task.CompletedTask;
    }

    public Task OnStatusAsync(CameraStatus status) => Task.CompletedTask;

    public Task OnAlertAsync(AlertRecord alert) => Task.CompletedTask;

    /// <summary>Waits until an event was told.</summary>
    public async Task UntilAsync(long sequence)
    {
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (_events.Any(told => told.Sequence == sequence))
                {
                    return;
                }

                next = _told.Task;
            }

            await next.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }
}
