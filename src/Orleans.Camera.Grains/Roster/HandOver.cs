using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Grains.Cameras;

namespace Orleans.Camera.Grains.Roster;

/// <summary>
/// Hands this silo's cameras over before anything of it stops, while it still counts. What is not handed over in time stops
/// with the silo, and is started again when the others notice.
/// </summary>
internal sealed partial class HandOver(
    IGrainFactory grains, IClusterMembershipService membership, ILocalSiloDetails silo, TimeProvider time, ILogger<HandOver> log) : IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3.5);

    private readonly ILogger _log = log;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var members = membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).ToArray();
        if (members.Length < 2 || !members.Any(member => member.SiloAddress.Equals(silo.SiloAddress)))
        {
            return;
        }

        try
        {
            await grains.GetGrain<ICameraRosterGrain>(MembershipWatch.Site).LeaveAsync(SiloName.OwnerOf(silo)).WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException or CameraException or OperationCanceledException)
        {
            LogNotHandedOver(exception.Message);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(3210, LogLevel.Warning, "Not every camera was handed over before this silo stops; the others start them when it has ended: {Reason}")]
    private partial void LogNotHandedOver(string reason);
}
