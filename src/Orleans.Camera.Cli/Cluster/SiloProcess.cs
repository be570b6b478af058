using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Silo.Hosting;

namespace Orleans.Camera.Cli.Cluster;

/// <summary>A silo in this process, which tells when it is ready and where it is found.</summary>
internal static class SiloProcess
{
    /// <param name="settings">Of the silo.</param>
    /// <param name="console">Gets the line <c>READY silo=ADDRESS:PORT gateway=ADDRESS:PORT</c>.</param>
    /// <param name="stop">Stops it in good order.</param>
    /// <returns>Whether it stopped because it was told to.</returns>
    /// <exception cref="ClusterException">Another process runs a cluster in this state folder.</exception>
    public static Task<bool> RunAsync(SiloSettings settings, CommandConsole console, CancellationToken stop) =>
        RunAsync(settings, console, _ => Task.CompletedTask, stop);

    /// <param name="ready">Called once others can find it.</param>
    public static async Task<bool> RunAsync(
        SiloSettings settings, CommandConsole console, Func<IServiceProvider, Task> ready, CancellationToken stop)
    {
        // Of a cluster's silos, whoever starts them keeps the list.
        var isAlone = !settings.IsCluster;
        if (isAlone && ClusterAddress.Read(settings.State)?.Processes.FirstOrDefault(process => process.IsAlive) is { } other)
        {
            throw new ClusterException($"{other.Name} (process {other.Id}) runs in {settings.State}: end it, or give another --state");
        }

        try
        {
            return await new SiloRun(settings, console.Time).RunAsync(services => TellAsync(services), stop);
        }
        finally
        {
            if (isAlone)
            {
                ClusterAddress.Delete(settings.State);
            }
        }

        Task TellAsync(IServiceProvider services)
        {
            if (isAlone)
            {
                (ClusterAddress.Of(settings) with { Processes = [KnownProcess.Of("camera up", Environment.ProcessId)] }).Write(settings.State);
            }

            console.Write($"READY silo={settings.Address}:{settings.SiloPort} gateway={settings.Address}:{settings.GatewayPort}\n");
            return ready(services);
        }
    }
}
