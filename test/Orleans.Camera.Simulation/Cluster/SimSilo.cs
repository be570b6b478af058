using System.Net;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Grains.Dispatch;
using Orleans.Camera.Grains.Workers;
using Orleans.Camera.Placement.Cameras;
using Orleans.Camera.Simulation.Checks;
using Orleans.Camera.Simulation.Clock;
using Orleans.Camera.Simulation.Footage;
using Orleans.Camera.Simulation.Store;
using Orleans.Configuration;

namespace Orleans.Camera.Simulation.Cluster;

/// <summary>One life of one silo: its services as in production, but for clock, transport, tables, store and sources.</summary>
internal sealed class SimSilo
{
    private static readonly FieldInfo LastGeneration = typeof(Generation).GetField("_last", BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly FieldInfo Run = typeof(CameraGrain).GetField("_run", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly SimCluster _cluster;
    private readonly SimWire _wire;
    private readonly ServiceProvider _services;

    /// <param name="cluster">Where it joins.</param>
    /// <param name="index">From 0: its place.</param>
    public SimSilo(SimCluster cluster, int index)
    {
        _cluster = cluster;
        Index = index;
        Node = new Node($"silo-{index + 1}");
        Clock = new SiloClock(cluster.World, Node);
        Models = new SimDetectors(Clock, cluster.World.Random.Next());
        _wire = new SimWire(cluster.World, cluster.Network, Node);
        _services = Compose();
        Silo = _services.GetRequiredService<Silo>();
        Owner = SiloName.OwnerOf(Node.Name, Silo.Address);
    }

    public int Index { get; }

    public Node Node { get; }

    public SiloClock Clock { get; }

    public Silo Silo { get; }

    /// <summary>What its workers run.</summary>
    public SimDetectors Models { get; }

    /// <summary>How it signs checkpoints.</summary>
    public string Owner { get; }

    public bool IsUp => !Node.IsDead;

    /// <summary>Every schedule begins alike, whatever ran in this process before.</summary>
    public static void ForgetGenerations() => LastGeneration.SetValue(null, 0);

    public async Task StartAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        _cluster.World.Note($"{Owner} is up");
    }

    public async Task StopAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().OfType<IHostedLifecycleService>().Reverse())
        {
            await service.StoppingAsync(CancellationToken.None);
        }

        foreach (var service in _services.GetServices<IHostedService>().Reverse())
        {
            await service.StopAsync(CancellationToken.None);
        }
    }

    public void Kill()
    {
        Node.IsDead = true;
        _wire.Die();
    }

    /// <summary>The activation of a grain here; null where there is none.</summary>
    public Activation? Find(GrainId grain) => Silo.Catalog.ActivationOf(grain);

    private ServiceProvider Compose()
    {
        var world = _cluster.World;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(new FatalError(why => _cluster.EndsItself(this, why)));
        var tables = new SimTables(world, Node, _cluster.Tables, _cluster.Weather);
        services.AddSingleton<IMembershipTable>(tables);
        services.AddSingleton<IGrainDirectory>(tables);
        services.AddSingleton<ITransport>(_wire);
        services.AddSingleton(new TurnQueue(turn => world.Turn(Node, turn)));
        var store = new SimStore(world, Node, _cluster.Store, _cluster.Weather, _cluster.Bug, Committed);
        services.AddSingleton<ICheckpointStore>(store);
        services.AddSingleton<IDefinitionStore>(store);
        services.AddSingleton<IGrainStateStore>(store);
        services.AddSingleton<IFrameSources>(new SimSources(world, Clock, _cluster.Log));
        services.AddSingleton<IDetectors>(Models);
        services.AddSingleton<ISiloFacts>(_cluster.Roles);
        services.AddSingleton<IPictureEncoder, NoPictures>();
        services.AddSingleton<IAudience>(new Witness(_cluster.Ledger, this));
        var silo = SiloBuilder.For(services, new ConfigurationBuilder().Build());
        silo.Configure<SiloOptions>(options => options.SiloName = Node.Name);
        silo.Configure<EndpointOptions>(options => (options.AdvertisedIPAddress, options.SiloPort, options.GatewayPort) =
            (IPAddress.Loopback, SimRoles.FirstPort + Index, 0));
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.MaxProbeTimeout = TimeSpan.FromSeconds(1);
            options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        });
        silo.AddCameraWorkers(new WorkerOptions());
        services.AddSingleton<WorkerDetectors>();
        services.AddSingleton<ICameraDetectors>(provider => new WatchedDetectors(provider.GetRequiredService<WorkerDetectors>(), world, _cluster.Log, _cluster.Bug));
        silo.AddCameraGrains(world.Random.Next());
        return services.BuildServiceProvider();
    }

    /// <summary>The planted fault that takes away what came while a write was under way.</summary>
    private void Committed(string camera)
    {
        if (_cluster.Bug == Bug.ClearedTooMuch && Find(GrainId.Create(SimCluster.CameraType, camera))?.GrainInstance is CameraGrain grain)
        {
            (Run.GetValue(grain) as OwnedRun)?.Take();
        }
    }
}
