namespace Orleans.Runtime;

/// <summary>Starts stages in rising order and stops those that were started in falling order.</summary>
internal sealed class LifecycleStages : IGrainLifecycle, ISiloLifecycle
{
    private readonly List<(int Stage, ILifecycleObserver Observer)> _observers = [];
    private readonly List<IGrainMigrationParticipant> _participants = [];
    private long _reached = long.MinValue;

    public IEnumerable<IGrainMigrationParticipant> Participants => _participants;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var entry = (stage, observer);
        _observers.Add(entry);
        return new Subscription(() => _observers.Remove(entry));
    }

    public void AddMigrationParticipant(IGrainMigrationParticipant participant) => _participants.Add(participant);

    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var stage in _observers.GroupBy(entry => entry.Stage).OrderBy(group => group.Key).ToArray())
        {
            cancellation.ThrowIfCancellationRequested();
            _reached = stage.Key;
            await Task.WhenAll(stage.Select(entry => entry.Observer.OnStart(cancellation))).ConfigureAwait(true);
        }
    }

    /// <summary>Goes on after a stage that fails: the others must still be stopped. Throws the first fault at the end.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        Exception? first = null;
        foreach (var stage in _observers.Where(entry => entry.Stage <= _reached)
            .GroupBy(entry => entry.Stage).OrderByDescending(group => group.Key).ToArray())
        {
            try
            {
                await Task.WhenAll(stage.Select(entry => entry.Observer.OnStop(cancellation))).ConfigureAwait(true);
            }
            catch (Exception exception)
            {
                first ??= exception;
            }
        }

        if (first is not null)
        {
            throw new OrleansException($"A lifecycle stage failed to stop: {first.Message}", first);
        }
    }

    private sealed class Subscription(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }
}

/// <summary>An observer made of two functions.</summary>
internal sealed class LifecycleCallbacks(Func<CancellationToken, Task> start, Func<CancellationToken, Task>? stop) : ILifecycleObserver
{
    public Task OnStart(CancellationToken cancellationToken = default) => start(cancellationToken);

    public Task OnStop(CancellationToken cancellationToken = default) => stop?.Invoke(cancellationToken) ?? Task.CompletedTask;
}
