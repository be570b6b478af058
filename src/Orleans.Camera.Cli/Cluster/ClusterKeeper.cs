namespace Orleans.Camera.Cli.Cluster;

/// <summary>
/// Starts again what dies of a cluster's processes, as a service manager would: after five seconds, and after longer pauses where
/// it dies again soon. It ends when the cluster is stopped, or when another keeper has taken its place.
/// </summary>
internal sealed class ClusterKeeper(string state, CommandConsole console)
{
    /// <summary>A line that tells that it watches.</summary>
    public const string Sign = "READY";

    /// <summary>Long enough for the others to take over first, so that what is started is of use to them as a rested machine.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private TimeSpan _pause = FirstPause;
    private long? _startedAt;

    public async Task RunAsync(CancellationToken stop)
    {
        console.Write(Sign + "\n");
        try
        {
            while (IsMine(ClusterAddress.Read(state), out var address))
            {
                if (MissingOf(address) is { Length: > 0 } missing)
                {
                    await RestoreAsync(missing, stop);
                }

                await Task.Delay(Look, console.Time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The cluster is being stopped.
        }
    }

    private static bool IsMine(ClusterAddress? read, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ClusterAddress? address)
    {
        address = read;
        return read is not null && (read.Keeper is null || read.Keeper.Id == Environment.ProcessId);
    }

    private static string[] MissingOf(ClusterAddress address) =>
        [.. LocalCluster.NamesOf(address.Silos).Where(name => !address.Processes.Any(process => process.Name == name && process.IsAlive))];

    private async Task RestoreAsync(string[] missing, CancellationToken stop)
    {
        _pause = _startedAt is not { } at || console.Time.GetElapsedTime(at) > Settled ? FirstPause : Shorter(_pause * 2, LongestPause);
        console.Error.WriteLine($"camera: {string.Join(", ", missing)} ended; it is started again in {_pause.TotalSeconds:0} s");
        await Task.Delay(_pause, console.Time, stop);
        using var turn = await ClusterLock.TakeAsync(state, console.Time, stop);
        if (!IsMine(ClusterAddress.Read(state), out var address))
        {
            return;
        }

        try
        {
            await new LocalCluster(state, console).StartAsync(address.Silos, address.Files, stop);
            console.Error.WriteLine("camera: all run");
        }
        catch (Exception fault) when (fault is ClusterException or Silo.Configuration.ConfigurationException or IOException or UnauthorizedAccessException)
        {
            console.Error.WriteLine($"camera: {fault.Message}");
        }

        _startedAt = console.Time.GetTimestamp();
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
