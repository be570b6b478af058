using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli;
using Orleans.Camera.Cli.Cluster;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>Three silos and their database, as <c>camera cluster</c> starts them.</summary>
internal sealed class FailoverCluster : IAsyncDisposable
{
    public const int Silos = 3;
    private const int StopSignal = 19;
    private const int ContinueSignal = 18;
    private readonly CommandConsole _console;
    private readonly LocalCluster _cluster;
    private readonly string _state;
    private readonly string _configuration;

    private FailoverCluster(string state, string clips, CommandConsole console)
    {
        (_state, _console, _cluster) = (state, console, new LocalCluster(state, console));
        _configuration = Path.Combine(state, "bench.json");
        Directory.CreateDirectory(state);
        File.WriteAllText(_configuration, JsonSerializer.Serialize(new JsonObject
        {
            ["Camera"] = new JsonObject { ["Sources"] = new JsonObject { ["Roots"] = new JsonArray(clips) } },
        }));
    }

    public string ConnectionString { get; private set; } = "";

    public IReadOnlyList<KnownProcess> Running =>
        [.. _cluster.Require().Processes.Where(process => process.IsAlive && process.Name != "postgres")];

    private KnownProcess Postgres => _cluster.Require().Processes.Single(process => process.Name == "postgres" && process.IsAlive);

    public static async Task<FailoverCluster> StartAsync(string state, string clips, CommandConsole console, CancellationToken cancellationToken)
    {
        var cluster = new FailoverCluster(state, clips, console);
        try
        {
            await cluster.StartMissingAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts whatever does not run: silos that were killed, and the database.</summary>
    public async Task StartMissingAsync(CancellationToken cancellationToken)
    {
        var address = await _cluster.StartAsync(Silos, [_configuration], cancellationToken);
        ConnectionString = address.ConnectionString!;
    }

    /// <summary>Starts the database alone, and returns when it answers.</summary>
    public Task StartStoreAsync(CancellationToken cancellationToken) => _cluster.StartAsync(0, [_configuration], cancellationToken);

    public async Task AddAsync(IEnumerable<CameraDefinition> cameras, CancellationToken cancellationToken)
    {
        await using var session = await ClusterSession.OpenAsync(_cluster.Require(), _console.Time, cancellationToken);
        foreach (var camera in cameras)
        {
            await session.Roster.AddAsync(camera).WaitAsync(cancellationToken);
        }
    }

    public KnownProcess SiloOf(string name) => Running.Single(silo => silo.Name == name);

    public static void Freeze(KnownProcess process) => process.Send((System.Runtime.InteropServices.PosixSignal)StopSignal);

    public static void Resume(KnownProcess process) => process.Send((System.Runtime.InteropServices.PosixSignal)ContinueSignal);

    /// <summary>The database with all its processes.</summary>
    public void FreezeStore() => ForStore(Freeze);

    public void ResumeStore() => ForStore(Resume);

    /// <summary>Ends the database, so that connections are refused.</summary>
    public async Task StopStoreAsync(CancellationToken cancellationToken)
    {
        var server = Postgres;
        server.Send(System.Runtime.InteropServices.PosixSignal.SIGINT);
        await server.WaitForEndAsync(TimeSpan.FromSeconds(20), _console.Time, cancellationToken);
    }

    public string LogOf(string silo) => Path.Combine(_state, "logs", $"{silo}.log");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (ClusterAddress.Read(_state)?.Processes ?? []).Where(process => process.IsAlive))
        {
            if (process.Name == "postgres")
            {
                continue;
            }

            process.Kill();
            await process.WaitForEndAsync(TimeSpan.FromSeconds(10), _console.Time, CancellationToken.None);
        }

        if (ClusterAddress.Read(_state) is not null)
        {
            await _cluster.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>The server first: it begins no process while it is frozen.</summary>
    private void ForStore(Action<KnownProcess> send)
    {
        var server = Postgres;
        send(server);
        foreach (var child in File.ReadAllText($"/proc/{server.Id}/task/{server.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            send(KnownProcess.Of("postgres", int.Parse(child, System.Globalization.CultureInfo.InvariantCulture)));
        }
    }
}
