using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Storage.Spooling;
using Orleans.Camera.Testing.Cameras;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;
using Orleans.Configuration;

namespace Orleans.Camera.Grains.Tests.Cluster;

/// <summary>Silos of one cluster in this process with one store, built with ordinary hosting calls, whichever engine runs.</summary>
public sealed class CameraCluster : IAsyncDisposable
{
    /// <summary>Whatever is to come comes long before, also on a machine that has much else to do: only what never comes takes so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly List<IHost> _hosts = [];
    private readonly HashSet<IHost> _killed = [];
    private readonly List<(int Silo, int Gateway)> _ports = [];
    private readonly TemporaryFolder _folder = new();
    private IPEndPoint? _primary;

    public MemoryCheckpointStore Store { get; } = new(TimeProvider.System);

    public MemoryGrainStateStore States { get; } = new();

    public PlayedSources Sources { get; } = new();

    /// <summary>The folder in which all of them keep what they count while the store is away.</summary>
    public string Spools => _folder["spool"];

    /// <summary>By which name a client calls the service.</summary>
    public const string Service = "grain-tests";

    /// <summary>The cluster's name, as its clients must know it.</summary>
    public string Id { get; } = $"cameras-{Guid.NewGuid():N}";

    /// <summary>Where each silo listens.</summary>
    public IReadOnlyList<(int Silo, int Gateway)> Ports => _ports;

    public IServiceProvider Services => _hosts.First(host => !_killed.Contains(host)).Services;

    public IServiceProvider ServicesOf(int silo) => _hosts[silo].Services;

    public IGrainFactory Client => Services.GetRequiredService<IGrainFactory>();

    public ICameraRosterGrain Roster => Client.GetGrain<ICameraRosterGrain>("default");

    public static async Task<CameraCluster> StartAsync(int silos, Action<ISiloBuilder>? configure = null)
    {
        var cluster = new CameraCluster();
        for (var index = 0; index < silos; index++)
        {
            await cluster.AddAsync(configure);
        }

        return cluster;
    }

    public ICameraGrain Grain(string name) => Client.GetGrain<ICameraGrain>(name);

    public string NameOf(int silo) => _hosts[silo].Services.GetRequiredService<ILocalSiloDetails>().Name;

    /// <summary>Stops a silo as an operator would.</summary>
    public Task StopAsync(string name) => _hosts.Single(host => host.Services.GetRequiredService<ILocalSiloDetails>().Name == name).StopAsync();

    /// <summary>The roster, as somebody on that silo reaches it.</summary>
    public ICameraRosterGrain RosterFrom(int silo) => _hosts[silo].Services.GetRequiredService<IGrainFactory>().GetGrain<ICameraRosterGrain>("default");

    /// <summary>Ends a silo without its farewells.</summary>
    public async Task KillAsync(string name)
    {
        var silo = _hosts.Single(host => host.Services.GetRequiredService<ILocalSiloDetails>().Name == name);
        _killed.Add(silo);
        try
        {
            await silo.StopAsync(new CancellationToken(canceled: true));
        }
        catch (Exception exception) when (exception is OrleansException or OperationCanceledException)
        {
            // It may say that it was not let end in order, which was the purpose.
        }
    }

    /// <param name="isSo">Whether it has come.</param>
    /// <param name="what">How it is, for whoever reads that it never came.</param>
    public async Task UntilAsync(Func<Task<bool>> isSo, Func<string>? what = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            Assert.False(limit.IsCancellationRequested, what?.Invoke());
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

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

    /// <param name="configure">What is different on this silo.</param>
    public async Task AddAsync(Action<ISiloBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        var (port, gateway) = (FreePort.Take(), FreePort.Take());
        _ports.Add((port, gateway));
        _primary ??= new IPEndPoint(IPAddress.Loopback, port);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, gateway, _primary, Service, Id);
            silo.Configure<SiloOptions>(options => options.SiloName = $"silo-{_hosts.Count + 1}");
            silo.Services.AddSingleton<ICheckpointStore>(Store);
            silo.Services.AddSingleton<IDefinitionStore>(Store);
            silo.Services.AddSingleton<IGrainStateStore>(States);
            silo.Services.AddSingleton<ICutSpools>(new FileSpools(Spools, most: 1 << 20, NullLogger<FileSpools>.Instance));
            silo.Services.AddSingleton<IFrameSources>(Sources);
            silo.Services.AddSingleton<IDetectors>(new PlayedDetectors());
            silo.Services.AddSingleton<IPictureEncoder>(new PlayedPictureEncoder());
            silo.AddMemoryStreams(CameraStreams.Provider);
            silo.AddCameraGrainStorage();
            silo.UseInMemoryReminderService();
            silo.AddCameraGrains(seed: 17 + _hosts.Count);
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        await host.StartAsync();
        _hosts.Add(host);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts).Where(host => !_killed.Contains(host)))
        {
            await host.StopAsync();
            host.Dispose();
        }

        _folder.Dispose();
    }
}
