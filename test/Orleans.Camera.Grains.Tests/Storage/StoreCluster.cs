using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Storage;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Grains.Tests.Storage;

/// <summary>A silo with a real store and streams, at ports that it has again when it is started again, and a client of its own.</summary>
public sealed class StoreCluster : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SharedPostgres? _postgres;
    private readonly int[] _ports = [FreePort.Take(), FreePort.Take()];
    private readonly string _id = $"store-{Guid.NewGuid():N}";
    private StoreOptions _store = null!;
    private IHost? _silo;
    private IHost? _client;

    private StoreCluster(StoreProvider provider) => _postgres = provider == StoreProvider.PostgreSql ? new SharedPostgres() : null;

    public IClusterClient Client => _client!.Services.GetRequiredService<IClusterClient>();

    public static async Task<StoreCluster> StartAsync(StoreProvider provider)
    {
        var cluster = new StoreCluster(provider);
        if (cluster._postgres is { } postgres)
        {
            await postgres.InitializeAsync();
        }

        cluster._store = new StoreOptions
        {
            Provider = provider,
            ConnectionString = cluster._postgres is { } server ? await server.Server.CreateDatabaseAsync() + ";SSL Mode=Disable" : "",
            Path = cluster._folder["camera.db"],
            KeyFile = cluster._folder["seal.key"],
            MayCreateKey = true,
        };
        await cluster.StartSiloAsync();
        await cluster.StartClientAsync();
        return cluster;
    }

    public async Task StartSiloAsync()
    {
        var builder = NewBuilder();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(_ports[0], _ports[1], null, "store-tests", _id);
            silo.Services.AddCameraStore(_store);
            silo.AddCameraGrainStorage();
            silo.AddMemoryStreams(CameraStreams.Provider);
        });
        _silo = builder.Build();
        await _silo.Services.GetRequiredService<StoreSetup>().PrepareAsync(CancellationToken.None);
        await _silo.StartAsync();
    }

    /// <summary>Ends the silo without its farewells: nothing that it has in memory is saved.</summary>
    public async Task EndSiloAsync()
    {
        if (_silo is { } silo)
        {
            _silo = null;
            try
            {
                await silo.StopAsync(new CancellationToken(canceled: true));
            }
            catch (Exception exception) when (exception is OrleansException or OperationCanceledException)
            {
                // It may say that it was not let end in order, which was the purpose.
            }

            await ((IAsyncDisposable)silo).DisposeAsync();
        }
    }

    /// <summary>Makes a call again until the client is connected again.</summary>
    public async Task<T> AgainAsync<T>(Func<IClusterClient, Task<T>> call)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            try
            {
                return await call(Client).WaitAsync(TimeSpan.FromSeconds(5), limit.Token);
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException && !limit.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is { } client)
        {
            await client.StopAsync();
            client.Dispose();
        }

        await EndSiloAsync();
        if (_postgres is { } postgres)
        {
            await postgres.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task StartClientAsync()
    {
        var builder = NewBuilder();
        builder.UseOrleansClient(client => client
            .UseLocalhostClustering(_ports[1], "store-tests", _id)
            .AddMemoryStreams(CameraStreams.Provider)
            .Configure<Orleans.Configuration.GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(3)));
        _client = builder.Build();
        await _client.StartAsync();
    }

    private static HostApplicationBuilder NewBuilder()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        return builder;
    }
}
