using System.Text.Json.Nodes;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary><c>camera cluster</c>: real processes and a real database.</summary>
public sealed class LocalClusterTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string State => _folder["state"];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await RunAsync("cluster", "stop");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cluster_is_started_loses_a_silo_takes_more_and_stops()
    {
        Assert.Equal((0, ""), await OutcomeAsync("cluster", "start", "--silos", "2"));
        Assert.Equal((0, ""), await OutcomeAsync("list"));
        Assert.Equal(0, (await RunAsync("cluster", "status")).ExitCode);

        Assert.Equal(0, (await RunAsync("cluster", "kill", "2")).ExitCode);
        Assert.Equal(5, (await RunAsync("cluster", "kill", "2")).ExitCode);
        Assert.Equal(1, (await RunAsync("cluster", "status")).ExitCode);
        Assert.Equal((0, ""), await OutcomeAsync("cluster", "start", "--silos", "2"));

        await CheckStrangersAsync();
        await using (var third = await CameraServer.StartAsync(_folder.FullName, "silo", "--config", Configuration("more.json", _ => { })))
        {
            Assert.Equal((0, ""), await OutcomeAsync("list", "--config", _folder["more.json"]));
            Assert.Equal(0, await third.StopAsync());
        }

        Assert.Equal(0, (await RunAsync("cluster", "stop")).ExitCode);
        Assert.Equal(5, (await RunAsync("list")).ExitCode);
    }

    /// <summary>A silo of another cluster is told why, and the others do not notice.</summary>
    private async Task CheckStrangersAsync()
    {
        var other = await CameraProcess.RunAsync("silo", "--config", Configuration("other.json", camera => camera["Cluster"]!["Id"] = "other"));
        Assert.Equal(5, other.ExitCode);
        Assert.Contains("belongs to the cluster 'camera'", other.Error, StringComparison.Ordinal);

        var away = Configuration("away.json", camera => camera["Store"]!["ConnectionString"] = "Host=127.0.0.1;Port=1;Username=x;Password=canary-9");
        var unreachable = await CameraProcess.RunAsync("silo", "--config", away);
        Assert.Equal(5, unreachable.ExitCode);
        Assert.DoesNotContain("canary-9", unreachable.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("cluster", "status")).ExitCode);
    }

    /// <summary>A silo like the first one, at other ports.</summary>
    private string Configuration(string name, Action<JsonNode> change)
    {
        var configuration = JsonNode.Parse(File.ReadAllText(Path.Combine(State, "silo-1.json")))!;
        var camera = configuration["Camera"]!;
        camera["Cluster"]!["Silo"] = name;
        camera["Endpoints"]!["SiloPort"] = FreePort();
        camera["Endpoints"]!["GatewayPort"] = FreePort();
        change(camera);
        File.WriteAllText(_folder[name], configuration.ToJsonString());
        return _folder[name];
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<(int, string)> OutcomeAsync(params string[] args)
    {
        var run = await RunAsync(args);
        return (run.ExitCode, run.ExitCode == 0 ? "" : run.Error);
    }

    private Task<ProgramRun> RunAsync(params string[] args) =>
        CameraProcess.RunAsync(args.Contains("--config") ? args : [.. args, "--state", State]);
}
