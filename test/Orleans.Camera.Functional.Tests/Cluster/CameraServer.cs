using System.Diagnostics;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>A command that runs until it is told to stop, and says READY.</summary>
internal sealed class CameraServer : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly Task<string> _log;

    private CameraServer(Process process) => (_process, _log) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>The number of its process.</summary>
    public int Id => _process.Id;

    /// <summary>The port at which clients connect.</summary>
    public int Gateway { get; private set; }

    /// <param name="folder">Where it is started.</param>
    /// <param name="args">The command and its options.</param>
    public static async Task<CameraServer> StartAsync(string folder, params string[] args)
    {
        var server = new CameraServer(CameraProcess.StartIn(folder, args));
        using var limit = new CancellationTokenSource(_patience);
        while (await server._process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("READY ", StringComparison.Ordinal))
            {
                server.Gateway = int.Parse(line[(line.LastIndexOf(':') + 1)..]);
                return server;
            }
        }

        throw new InvalidOperationException(await server._log);
    }

    /// <returns>Its exit code after SIGTERM.</returns>
    public async Task<int> StopAsync()
    {
        Signals.Terminate(_process.Id);
        using var limit = new CancellationTokenSource(_patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <returns>All that it has written to standard error, once it has ended.</returns>
    public Task<string> LogAsync() => _log;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
