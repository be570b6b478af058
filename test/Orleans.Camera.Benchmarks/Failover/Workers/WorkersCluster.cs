using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Camera.Cli;
using Orleans.Camera.Cli.Cluster;

namespace Orleans.Camera.Benchmarks.Failover.Workers;

/// <summary>Two silos that read and two that infer, with their database: processes that end with this one.</summary>
internal sealed class WorkersCluster : IAsyncDisposable
{
    private const int Silos = 4;
    private readonly CommandConsole _console;
    private readonly LocalCluster _cluster;
    private readonly Lifeline _lifeline = new();
    private readonly string _state;
    private readonly string _common;

    private WorkersCluster(string state, string clips, CommandConsole console)
    {
        (_state, _console) = (state, console);
        Directory.CreateDirectory(state);
        _common = Write("bench", new JsonObject { ["Sources"] = new JsonObject { ["Roots"] = new JsonArray(clips), ["Private"] = new JsonArray("127.0.0.0/8") } });
        var roles = Names.ToDictionary(name => name, name => Write($"roles-{name}", new JsonObject { ["Roles"] = new JsonArray(Victims.Contains(name) ? "inference" : "ingest") }));
        _cluster = new LocalCluster(state, console, new ClusterGround { Lifeline = _lifeline, FilesOf = name => [roles[name]] });
    }

    /// <summary>The silos that infer.</summary>
    public static IReadOnlyList<string> Victims { get; } = [LocalCluster.NameOf(3), LocalCluster.NameOf(4)];

    public string ConnectionString => _cluster.Require().ConnectionString!;

    /// <param name="state">A folder of its own.</param>
    /// <param name="clips">Where the clips are.</param>
    /// <exception cref="ClusterException">Something does not start.</exception>
    public static async Task<WorkersCluster> StartAsync(string state, string clips, CommandConsole console, CancellationToken cancellationToken)
    {
        var cluster = new WorkersCluster(state, clips, console);
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

    /// <summary>Starts whatever does not run.</summary>
    public Task StartMissingAsync(CancellationToken cancellationToken) => _cluster.StartAsync(Silos, [_common], cancellationToken);

    /// <summary>By way of a silo that is never struck: who asks the frozen ones waits for them.</summary>
    public Task<ClusterSession> ConnectAsync(CancellationToken cancellationToken)
    {
        var own = JsonNode.Parse(File.ReadAllBytes(Path.Combine(_state, $"{LocalCluster.NameOf(1)}.json")))!;
        var port = (int)own["Camera"]!["Endpoints"]!["GatewayPort"]!;
        return ClusterSession.OpenAsync(_cluster.Require() with { GatewayPort = port }, _console.Time, cancellationToken);
    }

    /// <returns>The process of a silo; null where it does not run.</returns>
    public KnownProcess? Find(string silo) => _cluster.Require().Processes.FirstOrDefault(process => process.Name == silo && process.IsAlive);

    public async ValueTask DisposeAsync()
    {
        _lifeline.Dispose();
        foreach (var process in ClusterAddress.Read(_state)?.Processes ?? [])
        {
            await process.WaitForEndAsync(TimeSpan.FromSeconds(10), _console.Time, CancellationToken.None);
        }
    }

    private static IEnumerable<string> Names => Enumerable.Range(1, Silos).Select(LocalCluster.NameOf);

    private string Write(string name, JsonObject camera)
    {
        var path = Path.Combine(_state, $"{name}.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new JsonObject { ["Camera"] = camera }));
        return path;
    }
}
