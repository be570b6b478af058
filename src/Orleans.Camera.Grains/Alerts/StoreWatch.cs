using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Alerts;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Grains.Alerts;

/// <summary>
/// Asks the store once a second, whether or not this silo has a camera, and raises an alert of this silo where it does not
/// answer. The cameras tell their observers.
/// </summary>
internal sealed class StoreWatch : BackgroundService
{
    /// <summary>No camera's name.</summary>
    private const string Nobody = " ";

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly ICheckpointStore _store;
    private readonly TimeProvider _time;
    private readonly AlertSource _source;
    private volatile AlertRecord? _latest;

    public StoreWatch(
        ICheckpointStore store, AlertOptions options, IServiceProvider services, ILocalSiloDetails silo, TimeProvider time, ILogger<StoreWatch> log)
    {
        (_store, _time) = (store, time);
        var rule = options.Rules.Single(rule => rule.Name == AlertRules.StoreAway);
        _source = new AlertSource(
            $"silo {silo.Name}",
            [rule],
            alert => _latest = alert,
            alert => AlertStream.PublishAsync(() => services.GetRequiredService<IClusterClient>().GetStreamProvider(CameraStreams.Provider), alert, time),
            log);
    }

    /// <summary>The latest change; null before the first.</summary>
    public AlertRecord? Latest => _latest;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
                await _source.PublishAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo ends.
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        var asked = _time.GetUtcNow();
        try
        {
            await _store.ReadAsync(Nobody, stop).WaitAsync(Patience, _time, stop);
            _source.Measure(AlertRules.StoreAway, 0, "", _time.GetUtcNow());
        }
        catch (Exception exception) when (exception is StoreUnavailableException or TimeoutException)
        {
            // It was away when it was asked, not only when that was seen.
            if (!_source.Measure(AlertRules.StoreAway, 1, exception.Message, asked))
            {
                _source.Measure(AlertRules.StoreAway, 1, exception.Message, _time.GetUtcNow());
            }
        }
    }
}
