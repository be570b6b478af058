using System.Text.Json.Nodes;
using Npgsql;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

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

        Assert.Equal(5, (await RunAsync("cluster", "kill", "3")).ExitCode);
        Assert.Equal(0, (await RunAsync("cluster", "kill", "2")).ExitCode);
        Assert.Equal((0, ""), await OutcomeAsync("cluster", "start", "--silos", "2"));
        Assert.Equal(0, (await RunAsync("cluster", "status")).ExitCode);

        await CheckStrangersAsync();
        await using (var third = await CameraServer.StartAsync(_folder.FullName, "silo", "--config", Configuration("more.json", _ => { })))
        {
            Assert.Equal((0, ""), await OutcomeAsync("list", "--config", _folder["more.json"]));
            Assert.Equal(0, await third.StopAsync());
        }

        Assert.Equal(0, (await RunAsync("cluster", "stop")).ExitCode);
        Assert.Equal(5, (await RunAsync("list")).ExitCode);
    }

    [Fact]
    public async Task A_silo_and_a_database_that_die_are_started_again_and_nothing_is_once_the_cluster_is_stopped()
    {
        Assert.Equal((0, ""), await OutcomeAsync("cluster", "start", "--silos", "1"));
        var before = Numbers();
        Assert.Equal(0, (await RunAsync("cluster", "kill", "1")).ExitCode);
        await ComesBackAsync(before, "silo-1");

        before = Numbers();
        Signals.Kill(before["postgres"]);
        await ComesBackAsync(before, "postgres");
        Assert.Equal((0, ""), await OutcomeAsync("list"));

        var last = Numbers();
        var keeper = last["keeper"];
        Assert.Equal(0, (await RunAsync("cluster", "stop")).ExitCode);
        Assert.False(File.Exists(Path.Combine(State, "cluster.json")));
        Assert.All(last.Values, number => Assert.False(IsAlive(number), $"process {number} is alive; the keeper was {keeper}"));
    }

    [Fact]
    public async Task A_start_that_is_interrupted_says_what_runs_on_and_a_stop_ends_it()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var start = CameraProcess.Start("cluster", "start", "--silos", "2", "--state", State);
        while (!File.Exists(Path.Combine(State, "cluster.json")))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }

        Signals.Interrupt(start.Id);
        var said = await start.StandardError.ReadToEndAsync(limit.Token);
        await start.WaitForExitAsync(limit.Token);
        Assert.Equal(130, start.ExitCode);
        Assert.Contains("interrupted; what has started runs on: ./camera cluster stop ends it", said, StringComparison.Ordinal);

        Assert.NotEmpty(ProcessesOfState());
        Assert.Equal(0, (await RunAsync("cluster", "stop")).ExitCode);
        Assert.Empty(ProcessesOfState());
    }

    /// <summary>Command lines of all processes that have to do with this cluster, whether it knows them or not.</summary>
    private string[] ProcessesOfState() => [.. Directory.EnumerateDirectories("/proc").Select(CommandLine).Where(words => words.Contains(State, StringComparison.Ordinal))];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // no process, or one that has just ended
        }
    }

    private static bool IsAlive(int number) => File.Exists($"/proc/{number}/stat") && !File.ReadAllText($"/proc/{number}/stat").Contains(") Z ", StringComparison.Ordinal);

    private async Task ComesBackAsync(Dictionary<string, int> before, string name)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!Numbers().TryGetValue(name, out var number) || number == before[name])
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, limit.Token);
        }

        while ((await RunAsync("cluster", "status")).ExitCode != 0)
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    private Dictionary<string, int> Numbers()
    {
        var address = JsonNode.Parse(File.ReadAllText(Path.Combine(State, "cluster.json")))!;
        return address["Processes"]!.AsArray().Append(address["Keeper"]).ToDictionary(process => (string)process!["Name"]!, process => (int)process!["Id"]!);
    }

    /// <summary>
    /// A silo of another cluster, version or time, or with the ports or the name of another, is told what is wrong, where, and what
    /// to do, and the others do not notice.
    /// </summary>
    private async Task CheckStrangersAsync()
    {
        var before = Numbers();
        var first = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(State, "silo-1.json")))!["Camera"]!;
        var (endpoints, connection) = (first["Endpoints"]!, (string)first["Store"]!["ConnectionString"]!);
        await using var database = NpgsqlDataSource.Create(connection);
        await using var count = database.CreateCommand("select count(*) from orleans_silo");
        var members = (long)(await count.ExecuteScalarAsync())!;

        await CheckRefusedAsync("other.json", camera => camera["Cluster"]!["Id"] = "other", "belongs to the cluster 'camera'", "(Camera:Cluster:Id)");
        await CheckRefusedAsync(
            "port.json", camera => camera["Endpoints"] = endpoints.DeepClone(), $"port {endpoints["SiloPort"]} of 127.0.0.1 is in use", "Camera:Endpoints:SiloPort");
        await CheckRefusedAsync(
            "twin.json",
            camera => camera["Cluster"]!["Silo"] = "silo-1",
            $"a silo silo-1 runs at 127.0.0.1:{endpoints["SiloPort"]} already",
            "give this one another name (Camera:Cluster:Silo)");

        // What a silo of another version writes of itself.
        await ExecuteAsync(database, "insert into silo (name, cluster, version, key) select 'older', cluster, '0.0.9', key from silo limit 1");
        await CheckRefusedAsync("newer.json", _ => { }, "the silo older runs version 0.0.9", "stop the others first");
        await ExecuteAsync(database, "delete from silo where name = 'older'");

        // To whom the database tells another time, the database's clock is another one.
        await ExecuteAsync(
            database,
            "create schema ahead; create function ahead.clock_timestamp() returns timestamptz language sql as $$select pg_catalog.clock_timestamp() + interval '1 minute'$$");
        await CheckRefusedAsync(
            "behind.json", camera => camera["Store"]!["ConnectionString"] = connection + ";Search Path='public,ahead,pg_catalog'", "s behind the database's", "set it right");

        Assert.Equal(members, (long)(await count.ExecuteScalarAsync())!);
        Assert.Equal(before, Numbers());
        var away = Configuration("away.json", camera => camera["Store"]!["ConnectionString"] = "Host=127.0.0.1;Port=1;Username=x;Password=canary-9");
        var unreachable = await CameraProcess.RunAsync("silo", "--config", away);
        Assert.Equal(5, unreachable.ExitCode);
        Assert.DoesNotContain("canary-9", unreachable.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("cluster", "status")).ExitCode);
    }

    private async Task CheckRefusedAsync(string name, Action<JsonNode> change, params string[] why)
    {
        var run = await CameraProcess.RunAsync("silo", "--config", Configuration(name, change));
        Assert.Equal((5, ""), (run.ExitCode, run.Text));
        var said = Assert.Single(run.Error.Split('\n'), line => line.StartsWith("camera: ", StringComparison.Ordinal));
        Assert.All(why, words => Assert.Contains(words, said, StringComparison.Ordinal));
        Assert.DoesNotContain("Exception", run.Error, StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A silo like the first one, at other ports.</summary>
    private string Configuration(string name, Action<JsonNode> change)
    {
        var configuration = JsonNode.Parse(File.ReadAllText(Path.Combine(State, "silo-1.json")))!;
        var camera = configuration["Camera"]!;
        camera["Cluster"]!["Silo"] = name;
        camera["Endpoints"]!["SiloPort"] = FreePort.Take();
        camera["Endpoints"]!["GatewayPort"] = FreePort.Take();
        change(camera);
        File.WriteAllText(_folder[name], configuration.ToJsonString());
        return _folder[name];
    }

    private async Task<(int, string)> OutcomeAsync(params string[] args)
    {
        var run = await RunAsync(args);
        return (run.ExitCode, run.ExitCode == 0 ? "" : run.Error);
    }

    private Task<ProgramRun> RunAsync(params string[] args) =>
        CameraProcess.RunAsync(args.Contains("--config") ? args : [.. args, "--state", State]);
}
