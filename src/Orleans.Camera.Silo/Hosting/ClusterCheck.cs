using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Silo.Security;
using Orleans.Camera.Storage;
using Orleans.Camera.Storage.Migrations;
using Orleans.Camera.Storage.Sealing;
using Orleans.Camera.Storage.Silos;

namespace Orleans.Camera.Silo.Hosting;

/// <summary>
/// Before a silo joins: makes the store ready, and holds the silo against those that are there. Afterwards: says now and then
/// that it is still there.
/// </summary>
internal sealed partial class ClusterCheck(
    SiloSettings settings, StoreSetup setup, ClusterTokens tokens, TimeProvider time, ILogger<ClusterCheck> log) : BackgroundService, IStartCheck
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    private readonly SiloRecord _silo = new(settings.SiloName, settings.ClusterId, EngineInfo.Version, tokens.Fingerprint, new IPEndPoint(settings.Address, settings.SiloPort));
    private readonly SiloRegister? _register = settings.IsCluster ? new SiloRegister(settings.ConnectionString, time) : null;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await setup.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or MigrationException or SealingException)
        {
            throw new StartException($"the store cannot be used: {fault.Message}", fault);
        }

        if (_register is not null && await _register.JoinAsync(_silo, cancellationToken).ConfigureAwait(false) is { } reason)
        {
            throw new StartException(reason);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await TryAsync(register => register.LeaveAsync(_silo, cancellationToken)).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(Beat, time);
        try
        {
            while (_register is not null && await beat.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await TryAsync(register => register.BeatAsync(_silo, stoppingToken)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    /// <summary>A lost store never stops a silo.</summary>
    private async Task TryAsync(Func<SiloRegister, Task> act)
    {
        try
        {
            await (_register is null ? Task.CompletedTask : act(_register)).ConfigureAwait(false);
        }
        catch (StoreUnavailableException fault)
        {
            LogAway(log, fault.Message);
        }
    }
}
