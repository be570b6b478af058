using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Grains.Alerts;
using Orleans.Streams;
using Orleans.Utilities;

namespace Orleans.Camera.Grains.Cameras;

/// <summary>
/// The observers of one camera, each until it has not renewed itself for a minute, and the streams, where the silo has any.
/// Streams are as sure as their provider is: one that fails holds nobody up.
/// </summary>
internal sealed partial class CameraAudience : IAudience
{
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ObserverManager<ICameraObserver> _observers;
    private readonly Lazy<IStreamProvider?> _streams;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public CameraAudience(IGrainBase grain, TimeProvider time, ILogger log)
    {
        (_time, _log) = (time, log);
        _observers = new ObserverManager<ICameraObserver>(Renewal, log) { GetDateTime = () => time.GetUtcNow().UtcDateTime };
        _streams = new Lazy<IStreamProvider?>(() => Find(grain));
    }

    /// <param name="observer">A new one, or one that renews itself.</param>
    /// <param name="raised">What a new one is told at once.</param>
    public void Add(ICameraObserver observer, IEnumerable<AlertRecord> raised)
    {
        var before = _observers.Count;
        _observers.Subscribe(observer, observer);
        if (_observers.Count > before)
        {
            foreach (var alert in raised)
            {
                observer.OnAlertAsync(alert).Ignore();
            }
        }
    }

    public void Remove(ICameraObserver observer) => _observers.Unsubscribe(observer);

    public async Task TellAsync(string camera, IReadOnlyList<CountEvent> events, CancellationToken cancellationToken)
    {
        await _observers.Notify(observer => observer.OnEventsAsync(events));
        await PublishAsync(CameraStreams.Crossings, camera, events.OfType<CrossingRecord>());
    }

    public void Tell(CameraStatus status)
    {
        _observers.Notify(observer => observer.OnStatusAsync(status)).Ignore();
        PublishAsync(CameraStreams.Status, status.Camera, [status]).Ignore();
    }

    public void Tell(AlertRecord alert) => _observers.Notify(observer => observer.OnAlertAsync(alert)).Ignore();

    /// <summary>Hands an alert to the stream of alerts; throws where it does not take it.</summary>
    public Task PublishAsync(AlertRecord alert) => AlertStream.PublishAsync(() => _streams.Value ?? throw new KeyNotFoundException(), alert, _time);

    private static IStreamProvider? Find(IGrainBase grain)
    {
        try
        {
            return grain.GetStreamProvider(CameraStreams.Provider);
        }
        catch (KeyNotFoundException)
        {
            return null;
        }
    }

    private async Task PublishAsync<T>(string space, string key, IEnumerable<T> items)
    {
        try
        {
            var stream = _streams.Value?.GetStream<T>(StreamId.Create(space, key));
            foreach (var item in stream is null ? [] : items)
            {
                await stream!.OnNextAsync(item).WaitAsync(Patience, _time);
            }
        }
#pragma warning disable CA1031 // Whatever a provider fails with, the events are stored, and observers have been told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotPublished(space, key, exception.Message);
        }
    }

    [LoggerMessage(3011, LogLevel.Warning, "The stream {Space} of {Key} did not take what it was given: {Reason}")]
    private partial void LogNotPublished(string space, string key, string reason);
}
