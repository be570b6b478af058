using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>The observers of one camera: each is told until it has not renewed itself for a minute.</summary>
internal sealed class ObserverAudience(TimeProvider time) : IAudience
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<GrainId, (ICameraObserver Observer, long Renewed)> _observers = [];

    public void Add(ICameraObserver observer) => _observers[observer.GetGrainId()] = (observer, time.GetTimestamp());

    public void Remove(ICameraObserver observer) => _observers.Remove(observer.GetGrainId());

    public Task TellAsync(string camera, IReadOnlyList<CountEvent> events, CancellationToken cancellationToken)
    {
        foreach (var observer in Present())
        {
            observer.OnEventsAsync(events).Ignore();
        }

        return Task.CompletedTask;
    }

    public void Tell(CameraStatus status)
    {
        foreach (var observer in Present())
        {
            observer.OnStatusAsync(status).Ignore();
        }
    }

    private List<ICameraObserver> Present()
    {
        foreach (var (id, (_, renewed)) in _observers.ToArray())
        {
            if (time.GetElapsedTime(renewed) > Patience)
            {
                _observers.Remove(id);
            }
        }

        return [.. _observers.Values.Select(known => known.Observer)];
    }
}
