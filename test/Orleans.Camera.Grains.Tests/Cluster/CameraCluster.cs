using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Testing.Cameras;
using Orleans.Configuration;

namespace Orleans.Camera.Grains.Tests.Cluster;

/// <summary>Silos of one cluster in this process with one store, built with ordinary hosting calls, whichever engine runs.</summary>
public sealed class CameraCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<IHost> _hosts = [];
    private readonly string _id = $"cameras-{Guid.NewGuid():N}";
    private IPEndPoint? _primary;

    public MemoryCheckpointStore Store { get; } = new(TimeProvider.System);

    public PlayedSources Sources { get; } = new();

    public IGrainFactory Client => _hosts[0].Services.GetRequiredService<IGrainFactory>();

    public ICameraRosterGrain Roster => Client.GetGrain<ICameraRosterGrain>("default");

    public static async Task<CameraCluster> StartAsync(int silos)
    {
        var cluster = new CameraCluster();
        for (var index = 0; index < silos; index++)
        {
            await cluster.AddAsync();
        }

        return cluster;
    }

    public ICameraGrain Grain(string name) => Client.GetGrain<ICameraGrain>(name);

    public string NameOf(int silo) => _hosts[silo].Services.GetRequiredService<ILocalSiloDetails>().Name;

    /// <summary>Stops a silo as an operator would.</summary>
    public Task StopAsync(string name) => _hosts.Single(host => host.Services.GetRequiredService<ILocalSiloDetails>().Name == name).StopAsync();

    /// <summary>Waits until something is so in the store, looking again after each write.</summary>
    public async Task UntilStoredAsync(Func<bool> isSo)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(CheckpointWrite write)
        {
            if (isSo())
            {
                seen.TrySetResult();
            }
        }

        Store.Stored += Look;
        try
        {
            if (!isSo())
            {
                await seen.Task.WaitAsync(Patience);
            }
        }
        finally
        {
            Store.Stored -= Look;
        }
    }

    /// <summary>Waits until a camera tells that it is in a state.</summary>
    public async Task<CameraStatus> UntilAsync(string camera, Func<CameraStatus, bool> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var status = await Grain(camera).GetStatusAsync();
            if (isSo(status))
            {
                return status;
            }

            Assert.False(limit.IsCancellationRequested, $"{status}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    public async Task AddAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        var port = FreePort();
        _primary ??= new IPEndPoint(IPAddress.Loopback, port);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, FreePort(), _primary, "grain-tests", _id);
            silo.Configure<SiloOptions>(options => options.SiloName = $"silo-{_hosts.Count + 1}");
            silo.Services.AddSingleton<ICheckpointStore>(Store);
            silo.Services.AddSingleton<IDefinitionStore>(Store);
            silo.Services.AddSingleton<IFrameSources>(Sources);
            silo.Services.AddSingleton<IDetectors>(new PlayedDetectors());
            silo.Services.AddSingleton<IPictureEncoder>(new PlayedPictureEncoder());
            silo.AddMemoryStreams(CameraStreams.Provider);
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddCameraGrains(seed: 17 + _hosts.Count);
        });
        var host = builder.Build();
        await host.StartAsync();
        _hosts.Add(host);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
