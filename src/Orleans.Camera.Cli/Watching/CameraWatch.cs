using System.Threading.Channels;
using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Cli.Watching;

/// <summary>
/// Observes one camera: counts first, then every event once and in order. What is missed, because a silo died or a message
/// was lost, is asked for by its number.
/// </summary>
internal sealed class CameraWatch : ICameraObserver
{
    private const int Page = 1000;

    // Also how old a state that is shown may be.
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(1);
    private readonly Channel<object> _messages = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly Action<CountEvent> _tell;
    private readonly Action<AlertRecord> _alert;

    /// <param name="grains">The cluster.</param>
    /// <param name="camera">The camera's name.</param>
    /// <param name="time">The clock of renewals.</param>
    /// <param name="tell">Told of every event, once and in order.</param>
    /// <param name="alert">Told of alerts of the camera and of its silo.</param>
    public CameraWatch(IGrainFactory grains, string camera, TimeProvider time, Action<CountEvent> tell, Action<AlertRecord> alert)
    {
        (_grains, _time, _tell, _alert) = (grains, time, tell, alert);
        Book = new CountBook(camera);
    }

    /// <summary>Read it under <see cref="Lock"/>.</summary>
    public CountBook Book { get; }

    public Lock Lock { get; } = new();

    public Task OnEventsAsync(IReadOnlyList<CountEvent> events)
    {
        _messages.Writer.TryWrite(events);
        return Task.CompletedTask;
    }

    public Task OnStatusAsync(CameraStatus status)
    {
        _messages.Writer.TryWrite(status);
        return Task.CompletedTask;
    }

    public Task OnAlertAsync(AlertRecord alert)
    {
        _alert(alert);
        return Task.CompletedTask;
    }

    /// <summary>Watches until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var reference = _grains.CreateObjectReference<ICameraObserver>(this);
        var grain = _grains.GetGrain<ICameraGrain>(Book.Camera);
        var isFirst = true;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var counts = await grain.SubscribeAsync(reference).WaitAsync(stop);
                if (isFirst)
                {
                    lock (Lock)
                    {
                        Book.Begin(counts);
                    }
                }

                isFirst = false;
                await CatchUpAsync(grain, counts.Sequence, stop);
                Keep(await grain.GetStatusAsync().WaitAsync(stop));
                await FollowAsync(grain, stop);
            }
            catch (Exception fault) when (fault is OrleansException or TimeoutException or CameraException or IOException)
            {
                // A silo is gone, or the store: the camera comes back elsewhere, and what was missed is asked for then.
                await WaitAsync(TimeSpan.FromMilliseconds(500), stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Takes what arrives, until the subscription is to be renewed.</summary>
    private async Task FollowAsync(ICameraGrain grain, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var timer = _time.CreateTimer(_ => limit.Cancel(), state: null, Renewal, Timeout.InfiniteTimeSpan);
        try
        {
            await foreach (var message in _messages.Reader.ReadAllAsync(limit.Token))
            {
                if (message is CameraStatus status)
                {
                    Keep(status);
                }
                else if (message is IReadOnlyList<CountEvent> { Count: > 0 } events && !Take(events))
                {
                    await CatchUpAsync(grain, events[^1].Sequence, stop);
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Time to renew.
        }
    }

    private async Task CatchUpAsync(ICameraGrain grain, long until, CancellationToken stop)
    {
        while (Known < until && await grain.GetEventsAsync(Known, Page).WaitAsync(stop) is { Count: > 0 } events)
        {
            Take(events);
        }
    }

    private long Known
    {
        get
        {
            lock (Lock)
            {
                return Book.Sequence;
            }
        }
    }

    private bool Take(IReadOnlyList<CountEvent> events)
    {
        foreach (var occurrence in events)
        {
            bool isNew, isNext;
            lock (Lock)
            {
                isNew = occurrence.Sequence > Book.Sequence;
                isNext = Book.Take(occurrence);
            }

            if (!isNext)
            {
                return false;
            }

            if (isNew)
            {
                _tell(occurrence);
            }
        }

        return true;
    }

    private void Keep(CameraStatus status)
    {
        lock (Lock)
        {
            Book.Status = status;
        }
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await Task.Delay(pause, _time, stop);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }
}
