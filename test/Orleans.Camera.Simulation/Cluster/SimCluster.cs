using Orleans.Camera.Abstractions;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Simulation.Checks;
using Orleans.Camera.Simulation.Clock;
using Orleans.Camera.Simulation.Footage;
using Orleans.Camera.Simulation.Store;

namespace Orleans.Camera.Simulation.Cluster;

/// <summary>Three silos and what they share.</summary>
internal sealed class SimCluster
{
    public const int Size = 3;

    /// <summary>Of the cameras' grains.</summary>
    public const string CameraType = "camera";

    private readonly SimSilo?[] _silos = new SimSilo?[Size];

    public SimCluster(World world, Bug bug)
    {
        SimSilo.ForgetGenerations();
        (World, Bug, Network, Store) = (world, bug, new Network(world), new StoreCore(bug));
        Ledger = new Ledger(world, Store);
        Roles = new SimRoles(world);
        world.Note(Roles.ToString());
        foreach (var camera in Scenes.All)
        {
            Store.Definitions[camera.Name] = DefinitionText.Store(camera, version: 0) with { Version = 1 };
        }
    }

    public World World { get; }

    public Bug Bug { get; }

    public Network Network { get; }

    public StoreCore Store { get; }

    public StoreWeather Weather { get; } = new();

    public MemoryCluster Tables { get; } = new();

    /// <summary>What live cameras showed, to whom.</summary>
    public SourceLog Log { get; } = new();

    public Ledger Ledger { get; }

    public SimRoles Roles { get; }

    public IEnumerable<SimSilo> Up => _silos.OfType<SimSilo>().Where(silo => silo.IsUp);

    public SimSilo? At(int index) => _silos[index] is { IsUp: true } silo ? silo : null;

    public void Start(int index)
    {
        if (At(index) is not null)
        {
            return;
        }

        try
        {
            var silo = _silos[index] = new SimSilo(this, index);
            _ = Task.Run(silo.StartAsync).ContinueWith(
                started => EndsItself(silo, "it could not start: " + started.Exception!.InnerException!.Message),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            World.Fail(exception.ToString());
        }
    }

    public void Kill(SimSilo silo, string why)
    {
        if (silo.IsUp)
        {
            World.Note($"{silo.Owner} dies: {why}");
            silo.Kill();
            World.After(World.Between(1, 8), World.Outside, () => Start(silo.Index));
        }
    }

    public void Leave(SimSilo silo) => Task.Run(silo.StopAsync).ContinueWith(
        stopped => EndsItself(silo, "it has left"), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Ignore();

    public void EndsItself(SimSilo silo, string why) => World.After(TimeSpan.Zero, World.Outside, () => Kill(silo, why));

    /// <summary>Calls a grain so that it begins on the caller's own silo, where the directory knows no other.</summary>
    public static void Begin(SimSilo silo, GrainId grain) => Task.Run(() =>
    {
        RequestContext.Set(Orleans.Runtime.Placement.IPlacementDirector.PlacementHintKey, silo.Silo.Address);
        return grain.Type == GrainType.Create(CameraType)
            ? silo.Silo.Factory.GetGrain<ICameraGrain>(grain).EnsureAsync()
            : silo.Silo.Factory.GetGrain<ICameraRosterGrain>(grain).ReconcileAsync(0);
    }).Ignore();
}
