using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Camera.Engine.Tests.Cluster;
using Orleans.Camera.Engine.Tests.Errors;
using Orleans.Camera.Engine.Tests.Observing;

namespace Orleans.Camera.Engine.Tests.Calls;

/// <summary>A client that has no silo of its own and comes in through a gateway's port.</summary>
[Collection("engine")]
public class OutsideClientTests(SharedCluster shared) : IAsyncLifetime
{
    private readonly EngineCluster _cluster = shared.Cluster;
    private IHost _host = null!;
    private IClusterClient _client = null!;

    public async Task InitializeAsync()
    {
        _host = Build(_cluster.GatewayPort(0), _cluster.Id);
        await _host.StartAsync();
        _client = _host.Services.GetRequiredService<IClusterClient>();
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task It_calls_a_grain_wherever_that_is(int silo)
    {
        RequestContext.Set(Orleans.Runtime.Placement.IPlacementDirector.PlacementHintKey, _cluster.Address(silo));

        Assert.Equal(_cluster.Address(silo), await _client.GetGrain<IWhereGrain>($"outside {silo}").GetSiloAsync());
    }

    [Fact]
    public async Task Its_object_is_told_and_asked_by_a_grain()
    {
        const string Key = "outside watcher";
        var watcher = new Watcher(_cluster.Journal, Key);
        var reference = _client.CreateObjectReference<IWatcher>(watcher);
        var grain = _cluster.Client(1).GetGrain<IWatchedGrain>(Key);
        await _client.GetGrain<IWatchedGrain>(Key).SubscribeAsync(reference);

        await grain.TellAsync("news");

        await _cluster.Journal.Seen(Key, "news");
        Assert.Equal($"why {Key}", await grain.AskAsync("why"));
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task An_exception_keeps_its_type_on_the_way_to_it()
    {
        var exception = await Assert.ThrowsAsync<CameraFaultException>(() => _client.GetGrain<IFaultGrain>("outside").ThrowAsync("own"));

        Assert.Equal(("lobby", 7), (exception.Camera, exception.Code));
    }

    [Fact]
    public async Task It_does_not_start_where_no_gateway_is()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var host = Build(port, _cluster.Id);

        // Orleans tries for minutes unless it is stopped.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(limit.Token));
    }

    private static IHost Build(int gatewayPort, string cluster)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client.UseLocalhostClustering(gatewayPort, "engine-tests", cluster));
        return builder.Build();
    }
}
