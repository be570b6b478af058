using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli;
using Orleans.Camera.Cli.Cluster;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>Three silos and their database, as <c>camera cluster</c> starts them, but for that they end with this process.</summary>
internal sealed class FailoverCluster : IAsyncDisposable
{
    public const int Silos = 3;
    private const int StopSignal = 19;
    private const int ContinueSignal = 18;
    private readonly CommandConsole _console;
    private readonly LocalCluster _cluster;
    private readonly Lifeline _lifeline = new();
    private readonly BenchNetwork? _network;
    private readonly string _state;
    private readonly string _configuration;

    private FailoverCluster(string state, string clips, BenchNetwork? network, CommandConsole console)
    {
        (_state, _network, _console) = (state, network, console);
        var ground = new ClusterGround { Lifeline = _lifeline };
        _cluster = new LocalCluster(state, console, network is null ? ground : ground with { PlaceOf = network.PlaceOf });
        _configuration = Path.Combine(state, "bench.json");
        Directory.CreateDirectory(state);
        File.WriteAllText(_configuration, JsonSerializer.Serialize(new JsonObject
        {
            ["Camera"] = new JsonObject { ["Sources"] = new JsonObject { ["Roots"] = new JsonArray(clips) } },
        }));
    }

    public string ConnectionString { get; private set; } = "";

    public IReadOnlyList<KnownProcess> Running =>
        [.. _cluster.Require().Processes.Where(process => process.IsAlive && process.Name != LocalCluster.Database)];

    private KnownProcess Postgres => _cluster.Require().Processes.Single(process => process.Name == LocalCluster.Database && process.IsAlive);

    /// <param name="state">A folder of its own.</param>
    /// <param name="clips">Where the clips are.</param>
    /// <param name="hasNetwork">Whether each process stands in a place of its own, so that it can be cut off.</param>
    /// <exception cref="ClusterException">Something does not start.</exception>
    public static async Task<FailoverCluster> StartAsync(
        string state, string clips, bool hasNetwork, CommandConsole console, CancellationToken cancellationToken)
    {
        var network = hasNetwork ? await BenchNetwork.CreateAsync([LocalCluster.Database, .. Names], cancellationToken) : null;
        var cluster = new FailoverCluster(state, clips, network, console);
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
    /// <returns>When the first of the silos was back.</returns>
    public async Task<long> StartMissingAsync(CancellationToken cancellationToken)
    {
        var missing = Array.FindIndex(Names, name => !IsRunning(name)) + 1;
        var address = await _cluster.StartAsync(missing > 0 ? missing : Silos, [_configuration], cancellationToken);
        var first = _console.Time.GetTimestamp();
        ConnectionString = address.ConnectionString!;
        await _cluster.StartAsync(Silos, [_configuration], cancellationToken);
        return first;
    }

    /// <summary>Starts the database alone, and returns when it answers.</summary>
    public Task StartStoreAsync(CancellationToken cancellationToken) => _cluster.StartAsync(0, [_configuration], cancellationToken);

    public Task<ClusterSession> ConnectAsync(CancellationToken cancellationToken) =>
        ClusterSession.OpenAsync(_cluster.Require(), _console.Time, cancellationToken);

    public async Task AddAsync(IEnumerable<CameraDefinition> cameras, CancellationToken cancellationToken)
    {
        await using var session = await ConnectAsync(cancellationToken);
        foreach (var camera in cameras)
        {
            await session.Roster.AddAsync(camera).WaitAsync(cancellationToken);
        }
    }

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

    /// <summary>Nothing passes between a silo and the others any more.</summary>
    public Task CutFromSilosAsync(string silo, CancellationToken cancellationToken) => _network!.CutAsync(silo, Others(silo), cancellationToken);

    public Task CutFromStoreAsync(string silo, CancellationToken cancellationToken) => _network!.CutAsync(silo, [LocalCluster.Database], cancellationToken);

    public Task JoinSilosAsync(string silo, CancellationToken cancellationToken) => _network!.HealAsync(silo, Others(silo), cancellationToken);

    public Task JoinStoreAsync(string silo, CancellationToken cancellationToken) => _network!.HealAsync(silo, [LocalCluster.Database], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _lifeline.Dispose();
        foreach (var process in ClusterAddress.Read(_state)?.Processes ?? [])
        {
            await process.WaitForEndAsync(TimeSpan.FromSeconds(10), _console.Time, CancellationToken.None);
        }

        _network?.Dispose();
    }

    private static string[] Names { get; } = [.. Enumerable.Range(1, Silos).Select(LocalCluster.NameOf)];

    private static IEnumerable<string> Others(string silo) => Names.Where(name => name != silo);

    private bool IsRunning(string name) => ClusterAddress.Read(_state) is { } address && address.Processes.Any(process => process.Name == name && process.IsAlive);

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
