using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;
using Orleans.Configuration;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>A cluster of processes as <c>camera cluster</c> starts it, and a client of it that knows nothing but the contract.</summary>
internal sealed class ProcessCluster : IAsyncDisposable
{
    /// <summary>Tests whose clusters are not to share this machine: they measure seconds.</summary>
    public const string OneAtATime = "clusters that are measured";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly IHost _host;

    private ProcessCluster(TemporaryFolder folder, IHost host) => (Folder, _host) = (folder, host);

    public TemporaryFolder Folder { get; }

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    public ICameraRosterGrain Roster => Client.GetGrain<ICameraRosterGrain>("default");

    private JsonNode Address => AddressOf(Folder);

    /// <param name="folder">Where it lives; files there may be sources, and so may servers of this machine.</param>
    /// <param name="silos">How many.</param>
    public static async Task<ProcessCluster> StartAsync(TemporaryFolder folder, int silos)
    {
        var sources = new JsonObject { ["Roots"] = new JsonArray(folder.FullName), ["Private"] = new JsonArray("127.0.0.0/8") };
        await File.WriteAllTextAsync(folder["all.json"], new JsonObject { ["Camera"] = new JsonObject { ["Sources"] = sources } }.ToJsonString());
        try
        {
            await StartSilosAsync(folder, silos);
            return new ProcessCluster(folder, await ConnectAsync(folder));
        }
        catch
        {
            await StopAsync(folder);
            throw;
        }
    }

    /// <summary>Starts what is missing of so many silos.</summary>
    public Task StartSilosAsync(int silos) => StartSilosAsync(Folder, silos);

    /// <summary>Ends a silo as a power cut does.</summary>
    public void Kill(string silo)
    {
        var process = Address["Processes"]!.AsArray().Last(known => known!["Name"]!.GetValue<string>() == silo)!;
        using var running = Process.GetProcessById(process["Id"]!.GetValue<int>());
        running.Kill();
    }

    /// <summary>Freezes the database with all its servers, as a disk does that does not answer.</summary>
    /// <returns>Lets it go on.</returns>
    public IDisposable FreezeDatabase()
    {
        var server = Address["Processes"]!.AsArray().Last(known => known!["Name"]!.GetValue<string>() == "postgres")!["Id"]!.GetValue<int>();
        Signals.Stop(server);
        int[] all = [server, .. File.ReadAllText($"/proc/{server}/task/{server}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        Array.ForEach(all[1..], Signals.Stop);
        return new Thaw(all);
    }

    /// <summary>The name of the silo that has a camera.</summary>
    public async Task<string> OwnerAsync(string camera) =>
        (await ReadAsync($"select owner from camera_state where camera = '{camera}'", row => row.GetString(0)))[0].Split('@')[0];

    /// <summary>Asks the database.</summary>
    public async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(Address["ConnectionString"]!.GetValue<string>());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Ends with the test, or when it is told to.</summary>
    private sealed class Thaw(int[] processes) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (!_isOver)
            {
                _isOver = true;
                Array.ForEach(processes, Signals.Continue);
            }
        }
    }

    public static async Task UntilAsync(Func<Task<bool>> isSo, Func<string> what, TimeSpan? within = null)
    {
        using var limit = new CancellationTokenSource(within ?? _patience);
        while (!await isSo())
        {
            Assert.False(limit.IsCancellationRequested, $"Not within {(within ?? _patience).TotalSeconds} s: {what()}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await StopAsync(Folder);
    }

    private static JsonNode AddressOf(TemporaryFolder folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder["state"], "cluster.json")))!;

    private static async Task StartSilosAsync(TemporaryFolder folder, int silos)
    {
        var run = await CameraProcess.RunAsync("cluster", "start", "--silos", $"{silos}", "--config", folder["all.json"], "--state", folder["state"]);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private static Task<ProgramRun> StopAsync(TemporaryFolder folder) => CameraProcess.RunAsync("cluster", "stop", "--state", folder["state"]);

    private static async Task<IHost> ConnectAsync(TemporaryFolder folder)
    {
        var token = (await CameraProcess.RunAsync("token", "--role", "admin", "--state", folder["state"])).Text.Trim();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddCameraToken(token);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("camera", "camera"));
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(3));
            client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", AddressOf(folder)["ConnectionString"]!.GetValue<string>()));
            client.AddMemoryStreams(CameraStreams.Provider);
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
