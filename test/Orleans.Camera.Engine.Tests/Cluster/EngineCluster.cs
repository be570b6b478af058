using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Camera.Testing.Servers;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;

namespace Orleans.Camera.Engine.Tests.Cluster;

/// <summary>Silos of one cluster in this process, built with ordinary hosting calls, whichever engine runs.</summary>
public sealed class EngineCluster : IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];
    private readonly List<int> _gateways = [];
    private readonly string _id = $"engine-{Guid.NewGuid():N}";
    private IPEndPoint? _primary;

    public static async Task<EngineCluster> StartAsync(int silos, Action<ISiloBuilder>? configure = null)
    {
        var cluster = new EngineCluster();
        for (var i = 0; i < silos; i++)
        {
            await cluster.AddAsync(configure);
        }

        await cluster.WaitUntilAllKnowAllAsync();
        return cluster;
    }

    /// <summary>What grains did, and what holds them up: one for all silos.</summary>
    public Journal Journal { get; } = new();

    /// <summary>The store of all silos.</summary>
    public TestStorage Storage { get; } = new();

    public string Id => _id;

    public int GatewayPort(int silo) =>
        _hosts[silo].Services.GetRequiredService<IOptions<EndpointOptions>>().Value.GatewayPort;

    public IHost Host(int silo) => _hosts[silo];

    public IClusterClient Client(int silo) => _hosts[silo].Services.GetRequiredService<IClusterClient>();

    public SiloAddress Address(int silo) => _hosts[silo].Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    /// <summary>A reference whose activation is on a silo of our choice, whoever calls it first.</summary>
    public TGrain On<TGrain>(int silo, string key, int callFrom = 0)
        where TGrain : IGrainWithStringKey
    {
        RequestContext.Set(Orleans.Runtime.Placement.IPlacementDirector.PlacementHintKey, Address(silo));
        return Client(callFrom).GetGrain<TGrain>(key);
    }

    /// <summary>A client in a host of its own, connected to the gateway of a silo.</summary>
    public async Task<IHost> ConnectAsync(int silo, Action<IClientBuilder> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => configure(client.UseLocalhostClustering(_gateways[silo], "engine-tests", _id)));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Stops a silo as an operator would.</summary>
    public Task StopAsync(int silo) => _hosts[silo].StopAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    /// <summary>A silo that has joined is not yet a place for grains of the others: they must hear of it, and of its classes.</summary>
    private async Task WaitUntilAllKnowAllAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        foreach (var host in _hosts)
        {
            var membership = host.Services.GetRequiredService<IClusterMembershipService>();
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(limit.Token))
            {
                if (snapshot.Members.Values.Count(member => member.Status == SiloStatus.Active) == _hosts.Count)
                {
                    break;
                }
            }
        }

        for (var silo = 0; silo < _hosts.Count; silo++)
        {
            for (var from = 0; from < _hosts.Count; from++)
            {
                while (!(await On<IWhereGrain>(silo, Guid.NewGuid().ToString("N"), from).GetSiloAsync()).Equals(Address(silo)))
                {
                    limit.Token.ThrowIfCancellationRequested();
                }
            }
        }

        RequestContext.Clear();
    }

    private async Task AddAsync(Action<ISiloBuilder>? configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        var port = FreePort.Take();
        _gateways.Add(FreePort.Take());
        _primary ??= new IPEndPoint(IPAddress.Loopback, port);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, _gateways[^1], _primary, "engine-tests", _id);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(20));
            silo.Services.AddSingleton(Journal);
            silo.Services.AddGrainStorage("test", (_, _) => Storage);
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        await host.StartAsync();
        _hosts.Add(host);
    }
}

/// <summary>Two silos for all tests that need nothing special.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    public EngineCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() => Cluster = await EngineCluster.StartAsync(2);

    public async Task DisposeAsync() => await Cluster.DisposeAsync();
}

[CollectionDefinition("engine")]
public sealed class EngineCollection : ICollectionFixture<SharedCluster>;
