using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Placement.Cameras;

namespace Orleans.Camera.Grains.Roster;

/// <summary>
/// Has the roster look at the cameras whenever the membership changes: the oldest active silo at once, the next one half a
/// second later, in case the first cannot. Both are harmless together.
/// </summary>
internal sealed partial class MembershipWatch(
    IGrainFactory grains, IClusterMembershipService membership, ILocalSiloDetails silo, PlacementBoard board, TimeProvider time, ILogger<MembershipWatch> log)
    : BackgroundService
{
    /// <summary>The roster's key: there is one site.</summary>
    public const string Site = "default";

    private static readonly TimeSpan Later = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = log;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(WatchAsync(stoppingToken), FollowDrainsAsync(stoppingToken));

    private async Task WatchAsync(CancellationToken stop)
    {
        CancellationTokenSource? current = null;
        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stop))
            {
                if (current is not null)
                {
                    await current.CancelAsync();
                    current.Dispose();
                }

                current = CancellationTokenSource.CreateLinkedTokenSource(stop);
                var active = snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).Order().ToList();
                if (active.IndexOf(silo.SiloAddress) is var rank and (0 or 1))
                {
                    TellAsync(snapshot.Version.Value, rank * Later, current.Token).Ignore();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The silo ends.
        }
        finally
        {
            current?.Dispose();
        }
    }

    private async Task TellAsync(long version, TimeSpan delay, CancellationToken cancellationToken)
    {
        await Task.Delay(delay, time, cancellationToken);
        while (!await TryAsync(roster => roster.ReconcileAsync(version), cancellationToken))
        {
            await Task.Delay(BetweenTries, time, cancellationToken);
        }
    }

    /// <summary>Placement happens on every silo, and so every silo must know who is drained.</summary>
    private async Task FollowDrainsAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Refresh, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await TryAsync(async roster => board.SetDrained(await roster.GetDrainedAsync()), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The silo ends.
        }
    }

    private async Task<bool> TryAsync(Func<ICameraRosterGrain, Task> call, CancellationToken cancellationToken)
    {
        try
        {
            await call(grains.GetGrain<ICameraRosterGrain>(Site)).WaitAsync(Patience, time, cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // Whoever cannot be reached fails in ways of his own, such as those of a directory whose table is away; the watch goes on.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotReached(exception.Message);
            return false;
        }
    }

    [LoggerMessage(3201, LogLevel.Information, "The roster was not reached: {Reason}")]
    private partial void LogNotReached(string reason);
}
