using System.Globalization;
using System.IO.Pipes;
using Orleans.Camera.Engine.Silo;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Processes;

namespace Orleans.Camera.Engine.Tests.Processes;

/// <summary>A silo in a process of its own.</summary>
public sealed class SiloProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ChildProcess _process;

    private SiloProcess(ChildProcess process, int siloPort, int gatewayPort) =>
        (_process, SiloPort, GatewayPort) = (process, siloPort, gatewayPort);

    public int Id => _process.Id;

    public int SiloPort { get; }

    public int GatewayPort { get; }

    /// <summary>Starts a silo and waits until it is active.</summary>
    public static async Task<SiloProcess> StartAsync(string database, string cluster, int? siloPort = null, string? certificates = null)
    {
        var (silo, gateway) = (siloPort ?? FreePort.Take(), FreePort.Take());
        string[] arguments =
        [
            typeof(IProcessGrain).Assembly.Location, database, cluster, silo.ToString(CultureInfo.InvariantCulture),
            gateway.ToString(CultureInfo.InvariantCulture), .. certificates is null ? [] : (string[])[certificates],
        ];
        var process = ChildProcess.Start("dotnet", arguments, ChildStreams.Output, memoryLimit: 1L << 46);
        using var reader = new StreamReader(new AnonymousPipeClientStream(PipeDirection.In, process.Output!));
        return await reader.ReadLineAsync().WaitAsync(Patience) == "active"
            ? new(process, silo, gateway)
            : throw new InvalidOperationException("The silo does not start; see its lines above.");
    }

    public void Kill() => Signals.Kill(Id);

    public void Freeze() => Signals.Stop(Id);

    public void Thaw() => Signals.Continue(Id);

    public void Terminate() => Signals.Terminate(Id);

    /// <summary>Waits for its end and returns the exit status.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _process.WaitForExitAsync(limit.Token);
    }

    public void Dispose() => _process.Dispose();
}
