using Orleans.Camera.Abstractions;

namespace Orleans.Camera.Cli.Watching;

/// <summary>Listens to what is wrong with silos, workers and models, wherever their registry goes.</summary>
/// <param name="grains">The cluster.</param>
/// <param name="time">The clock of renewals.</param>
/// <param name="tell">Told of alerts, of those that are raised more than once.</param>
internal sealed class PoolWatch(IGrainFactory grains, TimeProvider time, Action<AlertRecord> tell) : IAlertObserver
{
    /// <summary>How long alerts of a registry that died may be missed.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Rule, string Where), AlertRecord> _raised = [];

    public Task OnAlertAsync(AlertRecord alert)
    {
        Keep(alert);
        return Task.CompletedTask;
    }

    /// <summary>Listens until it is told to stop.</summary>
    /// <exception cref="CallRefusedException">The token that is shown does not count.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var reference = grains.CreateObjectReference<IAlertObserver>(this);
        using var beat = new PeriodicTimer(Renewal, time);
        do
        {
            try
            {
                AlertRecord[] before;
                lock (_lock)
                {
                    before = [.. _raised.Values];
                }

                Compare(before, await grains.GetGrain<IWorkerRegistryGrain>(0).SubscribeAsync(reference).WaitAsync(stop));
            }
            catch (Exception fault) when (fault is OrleansException or TimeoutException or IOException)
            {
                // Its silo is gone: it comes back elsewhere.
            }
        }
        while (await beat.WaitForNextTickAsync(stop));
    }

    /// <summary>What was raised before the registry was asked, and it does not say, is over: whoever was to tell so has died, or the word was lost.</summary>
    private void Compare(AlertRecord[] before, IReadOnlyList<AlertRecord> now)
    {
        foreach (var alert in now)
        {
            Keep(alert);
        }

        foreach (var alert in before.Where(alert => now.All(known => (known.Rule, known.Where) != (alert.Rule, alert.Where))))
        {
            Keep(alert with { IsRaised = false, Time = time.GetUtcNow() });
        }
    }

    private void Keep(AlertRecord alert)
    {
        lock (_lock)
        {
            if (alert.IsRaised)
            {
                _raised[(alert.Rule, alert.Where)] = alert;
            }
            else
            {
                _raised.Remove((alert.Rule, alert.Where));
            }
        }

        tell(alert);
    }
}
