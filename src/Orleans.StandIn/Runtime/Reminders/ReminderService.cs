using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>On every silo: keeps the reminders looked after, whichever silo comes or goes.</summary>
internal sealed class ReminderService(
    IReminderStore store, IGrainFactory grains, IClusterMembershipService membership, TimeProvider time, ILogger<ReminderService> log)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public void Participate(ISiloLifecycle lifecycle)
    {
        var stop = new CancellationTokenSource();
        var run = Task.CompletedTask;
        lifecycle.Subscribe(nameof(ReminderService), ServiceLifecycleStage.RuntimeGrainServices, store.StartAsync);
        lifecycle.Subscribe(
            nameof(ReminderService),
            ServiceLifecycleStage.Active,
            _ =>
            {
                run = Task.Run(() => WatchAsync(stop.Token), CancellationToken.None);
                return Task.CompletedTask;
            },
            async _ =>
            {
                await stop.CancelAsync().ConfigureAwait(false);
                await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            });
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stop).ConfigureAwait(false))
        {
            while (!await TryWakeAsync().ConfigureAwait(false))
            {
                await Task.Delay(Pause, time, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryWakeAsync()
    {
        try
        {
            await grains.GetGrain<IReminderGrain>(0).WakeAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            log.RemindersAway(exception);
            return false;
        }
    }
}
