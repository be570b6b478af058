using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Cluster;

namespace Orleans.Camera.Benchmarks.Failover;

/// <param name="Camera">Of which.</param>
/// <param name="Round">In which round whoever heard it subscribed.</param>
/// <param name="Last">Number of the latest event that was told.</param>
/// <param name="At">When it was heard, UTC.</param>
internal sealed record Announcement(string Camera, int Round, long Last, DateTime At);

/// <summary>
/// Hears what owners announce. Each round subscribes others, so that what those of the round before hear comes from who
/// owned the camera then.
/// </summary>
internal sealed class AnnouncementWatch(ClusterSession session, IReadOnlyList<string> cameras, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly List<Announcement> _heard = [];
    private readonly List<Observer> _observers = [];

    public int Round { get; private set; }

    public IReadOnlyList<Announcement> Heard
    {
        get
        {
            lock (_lock)
            {
                return [.. _heard];
            }
        }
    }

    /// <summary>Subscribes once more, for every camera that answers.</summary>
    public async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        Round++;
        await Task.WhenAll(cameras.Select(camera => SubscribeAsync(camera, Round, cancellationToken)));
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async Task SubscribeAsync(string camera, int round, CancellationToken cancellationToken)
    {
        var observer = new Observer(announced => Hear(camera, round, announced));
        _observers.Add(observer); // The engine does not keep it alive.
        try
        {
            var reference = session.Client.CreateObjectReference<ICameraObserver>(observer);
            await session.Client.GetGrain<ICameraGrain>(camera).SubscribeAsync(reference).WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException or CameraException or IOException)
        {
            // It is just moving; the next round has it.
        }
    }

    private void Hear(string camera, int round, IReadOnlyList<CountEvent> announced)
    {
        lock (_lock)
        {
            _heard.Add(new Announcement(camera, round, announced[^1].Sequence, time.GetUtcNow().UtcDateTime));
        }
    }

    private sealed class Observer(Action<IReadOnlyList<CountEvent>> hear) : ICameraObserver
    {
        public Task OnEventsAsync(IReadOnlyList<CountEvent> events)
        {
            if (events.Count > 0)
            {
                hear(events);
            }

            return Task.CompletedTask;
        }

        public Task OnStatusAsync(CameraStatus status) => Task.CompletedTask;

        public Task OnAlertAsync(AlertRecord alert) => Task.CompletedTask;
    }
}
