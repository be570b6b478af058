using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Camera.Engine.Silo;
using Orleans.Camera.Testing.Servers;
using Orleans.Configuration;

namespace Orleans.Camera.Engine.Tests.Processes;

/// <summary>Three silos in processes of their own on a PostgreSQL of their own, and a client in this process.</summary>
public sealed class ProcessCluster : IAsyncLifetime
{
    private readonly string _id = $"processes-{Guid.NewGuid():N}";
    private readonly List<IHost> _clients = [];

    public PostgresServer Postgres { get; private set; } = null!;

    public string Database { get; private set; } = "";

    public List<SiloProcess> Silos { get; } = [];

    public IClusterClient Client { get; private set; } = null!;

    /// <summary>Applies the migrations: the statements of Orleans' tables.</summary>
    public static async Task MigrateAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "migrations"), "*.sql").Order(StringComparer.Ordinal))
        {
            await using var command = source.CreateCommand(await File.ReadAllTextAsync(file));
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task InitializeAsync()
    {
        Postgres = await PostgresServer.StartAsync();
        Database = await Postgres.CreateDatabaseAsync();
        await MigrateAsync(Database);
        await FillAsync();
        Client = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.StopAsync();
            client.Dispose();
        }

        Silos.ForEach(silo => silo.Dispose());
        await Postgres.DisposeAsync();
    }

    /// <summary>Starts silos until there are three again.</summary>
    public async Task FillAsync()
    {
        while (Silos.Count < 3)
        {
            Silos.Add(await StartAsync());
        }
    }

    public Task<SiloProcess> StartAsync(int? siloPort = null) => SiloProcess.StartAsync(Database, _id, siloPort);

    /// <summary>Connects a client, which must not take longer than ten seconds: Orleans tries for minutes.</summary>
    public async Task<IClusterClient> ConnectAsync(Action<IClientBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "engine-client" });
        builder.UseOrleansClient(client =>
        {
            client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", Database));
            client.Configure<ClusterOptions>(options => options.ServiceId = options.ClusterId = _id);
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(1));
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(20));
            configure?.Invoke(client);
        });
        var host = builder.Build();
        _clients.Add(host);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await host.StartAsync(limit.Token);
        return host.Services.GetRequiredService<IClusterClient>();
    }

    /// <summary>Some grains of every silo: keys by process.</summary>
    public async Task<ILookup<int, string>> SpreadAsync(string prefix)
    {
        while (true)
        {
            var keys = Enumerable.Range(0, 30).Select(i => $"{prefix} {i}").ToArray();
            var processes = await Task.WhenAll(keys.Select(key => Client.GetGrain<IProcessGrain>(key).GetProcessAsync()));
            var spread = keys.Zip(processes).ToLookup(pair => pair.Second, pair => pair.First);
            if (Silos.All(silo => spread.Contains(silo.Id)))
            {
                return spread;
            }

            prefix += "'";
        }
    }

    /// <summary>Asks until the grain answers, and says how long that took since the beginning.</summary>
    public async Task<(int Process, TimeSpan Elapsed)> AskUntilAnsweredAsync(string key, long began, Func<int, bool> right)
    {
        var time = TimeProvider.System;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var once = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
            once.CancelAfter(TimeSpan.FromMilliseconds(500));
            try
            {
                var process = await Client.GetGrain<IProcessGrain>(key).GetProcessAsync().WaitAsync(once.Token);
                if (right(process))
                {
                    return (process, Stopwatch.GetElapsedTime(began));
                }
            }
            catch (Exception) when (!limit.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, limit.Token);
            }
        }
    }
}

[CollectionDefinition("processes")]
public sealed class ProcessCollection : ICollectionFixture<ProcessCluster>;
