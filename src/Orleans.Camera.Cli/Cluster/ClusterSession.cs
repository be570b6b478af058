using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Silo.Cameras;
using Orleans.Configuration;

namespace Orleans.Camera.Cli.Cluster;

/// <summary>A connection to a cluster from outside.</summary>
internal sealed class ClusterSession : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GatewayRefresh = TimeSpan.FromSeconds(3);
    private readonly IHost _host;

    private ClusterSession(IHost host) => _host = host;

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    public ICameraRosterGrain Roster => Client.GetGrain<ICameraRosterGrain>(Sites.Default);

    /// <exception cref="ClusterException">It does not answer.</exception>
    public static async Task<ClusterSession> OpenAsync(ClusterAddress address, TimeProvider time, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "camera" });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(time);
        if (CommandToken.Of(address, time) is { } token)
        {
            builder.Services.AddCameraToken(token);
        }

        builder.UseOrleansClient(client => Configure(client, address));
        var host = builder.Build();
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            await host.StartAsync(limit.Token);
            return new ClusterSession(host);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            host.Dispose();
            throw new ClusterException($"the cluster does not answer ({fault.Message}): is it running? See camera cluster status", fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _host.StopAsync(limit.Token);
        _host.Dispose();
    }

    private static void Configure(IClientBuilder client, ClusterAddress address)
    {
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayRefresh);
        if (address.Tls is { } tls)
        {
            client.UseTls(tls.Configure);
        }

        if (address.GatewayPort is { } port)
        {
            client.UseLocalhostClustering(port, address.ServiceId, address.ClusterId);
            return;
        }

        client.Configure<ClusterOptions>(options =>
        {
            options.ClusterId = address.ClusterId;
            options.ServiceId = address.ServiceId;
        });
        client.UseAdoNetClustering(options =>
        {
            options.Invariant = "Npgsql";
            options.ConnectionString = address.ConnectionString!;
        });
    }
}
