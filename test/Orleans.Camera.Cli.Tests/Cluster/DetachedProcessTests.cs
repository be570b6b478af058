using System.Globalization;
using Orleans.Camera.Cli.Cluster;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Cli.Tests.Cluster;

public sealed class DetachedProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_start_that_is_interrupted_leaves_no_process_behind()
    {
        using var console = new CommandConsole(Stream.Null, TextWriter.Null, TimeProvider.System);
        using var interrupted = new CancellationTokenSource();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var log = _folder["log"];
        var starting = DetachedProcess.StartAsync("sleeper", ["sh", "-c", "echo $$; exec sleep 100"], log, "never", lifeline: null, console, interrupted.Token);
        while (!File.Exists(log) || !File.ReadAllText(log).EndsWith('\n'))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }

        var sleeper = KnownProcess.Of("sleeper", int.Parse(File.ReadAllText(log), CultureInfo.InvariantCulture));
        Assert.True(sleeper.IsAlive);
        await interrupted.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.True(await sleeper.WaitForEndAsync(TimeSpan.FromSeconds(10), TimeProvider.System, default));
    }

    [Fact]
    public async Task A_program_that_ends_is_named_with_its_last_line_and_its_log()
    {
        using var console = new CommandConsole(Stream.Null, TextWriter.Null, TimeProvider.System);

        var fault = await Assert.ThrowsAsync<ClusterException>(() => DetachedProcess.StartAsync(
            "silo-9", ["sh", "-c", "echo first; echo the port is taken; exit 3"], _folder["log"], "never", lifeline: null, console, default));

        Assert.Equal($"silo-9 did not start: the port is taken (see {_folder["log"]})", fault.Message);
    }

    public void Dispose() => _folder.Dispose();
}
