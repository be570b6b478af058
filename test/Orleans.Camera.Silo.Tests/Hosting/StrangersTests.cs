using System.Collections;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Silo.Configuration;
using Orleans.Camera.Silo.Hosting;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Silo.Tests.Hosting;

/// <summary>Silos that come to a running one and may not join: they are told why, and it does not notice.</summary>
public sealed class StrangersTests : IAsyncLifetime
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly int[] _ports = [FreePort.Take(), FreePort.Take()];
    private PostgresServer _server = null!;
    private NpgsqlDataSource _database = null!;
    private IServiceProvider _services = null!;
    private Task<bool> _run = Task.FromResult(true);

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _database = NpgsqlDataSource.Create(_server.ConnectionString);
        var ready = new TaskCompletionSource<IServiceProvider>();
        _run = new SiloRun(Settings("first", _ports), TimeProvider.System).RunAsync(
            services =>
            {
                ready.SetResult(services);
                return Task.CompletedTask;
            },
            _stop.Token);
        await await Task.WhenAny(ready.Task, _run);
        _services = await ready.Task;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
        await _database.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_silo_of_another_cluster_version_key_or_time_or_with_the_name_or_ports_of_another_is_told_so_and_the_others_do_not_notice()
    {
        var before = await MembersAsync();

        await IsRefusedAsync(
            Settings("second", Free, camera => camera["Cluster"]!["Id"] = "other"),
            "this store belongs to the cluster 'camera', whose silo first is running: this silo is of 'other' (Camera:Cluster:Id)");
        await IsRefusedAsync(
            Settings("first", Free, camera => camera["Cluster"]!["Id"] = "other"),
            "this store belongs to the cluster 'camera', whose silo first is running: this silo is of 'other' (Camera:Cluster:Id)");
        await IsRefusedAsync(
            Settings("second", Free, camera => camera["Security"] = new JsonObject { ["TokenKey"] = _folder["other.key"] }),
            "the silo first has another key for tokens than this one: copy its file here (Camera:Security:TokenKey)");
        await IsRefusedAsync(Settings("second", Free), "s ahead of the database's, and 5 s are allowed: set it right", new OtherTime(TimeSpan.FromMinutes(1)));
        await IsRefusedAsync(Settings("second", Free), "s behind the database's, and 5 s are allowed: set it right", new OtherTime(TimeSpan.FromMinutes(-1)));
        await IsRefusedAsync(Settings("second", [_ports[0], Free[1]]), $"port {_ports[0]} of 127.0.0.1 is in use: set Camera:Endpoints:SiloPort to a free one");
        await IsRefusedAsync(Settings("second", [Free[0], _ports[1]]), $"port {_ports[1]} of 127.0.0.1 is in use: set Camera:Endpoints:GatewayPort to a free one");

        // As if it had come up some time ago: soon after, its port says nothing.
        await ExecuteAsync("update silo set joined = joined - interval '1 minute'");
        await IsRefusedAsync(Settings("first", Free), $"a silo first runs at 127.0.0.1:{_ports[0]} already, and said so ");

        // What a silo of another version writes of itself.
        await ExecuteAsync("insert into silo (name, cluster, version, key) select 'older', cluster, '0.0.9', key from silo");
        await IsRefusedAsync(Settings("second", Free), "the silo older runs version 0.0.9 of this program, and this is ");

        Assert.Equal(before, await MembersAsync());
        Assert.False(_run.IsCompleted);
        Assert.Empty(await _services.GetRequiredService<IGrainFactory>().GetGrain<ICameraRosterGrain>("default").ListAsync());
    }

    private static int[] Free => [FreePort.Take(), FreePort.Take()];

    private static async Task IsRefusedAsync(SiloSettings settings, string why, TimeProvider? time = null)
    {
        var fault = await Assert.ThrowsAsync<StartException>(
            () => new SiloRun(settings, time ?? TimeProvider.System).RunAsync(_ => Task.CompletedTask, CancellationToken.None).WaitAsync(_patience));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The members of the cluster, and since when; not when each was last heard of.</summary>
    private async Task<string> MembersAsync()
    {
        await using var command = _database.CreateCommand("select string_agg(format('%s:%s:%s %s %s', address, port, generation, silo_name, status), ', ') from orleans_silo");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private SiloSettings Settings(string name, int[] ports, Action<JsonObject>? change = null)
    {
        var camera = new JsonObject
        {
            ["State"] = _folder["state"],
            ["Cluster"] = new JsonObject { ["Silo"] = name },
            ["Endpoints"] = new JsonObject { ["SiloPort"] = ports[0], ["GatewayPort"] = ports[1] },
            ["Store"] = new JsonObject { ["Provider"] = "postgresql", ["ConnectionString"] = _server.ConnectionString },
            ["Log"] = new JsonObject { ["Level"] = "error" },
        };
        change?.Invoke(camera);
        return SiloSettings.Read([], new Hashtable(), ConfigurationText.OfCommand("test", camera));
    }

    private sealed class OtherTime(TimeSpan off) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + off;
    }
}
