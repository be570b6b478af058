using Orleans.Camera.Simulation.Checks;
using Orleans.Camera.Simulation.Clock;
using Orleans.Camera.Simulation.Cluster;
using Orleans.Camera.Simulation.Store;

namespace Orleans.Camera.Simulation;

/// <summary>One seed: a minute of faults, and time to recover.</summary>
internal static class Schedule
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>From then on nothing goes wrong any more.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(65);

    /// <summary>Who has not got done by then is stuck.</summary>
    private static readonly TimeSpan End = TimeSpan.FromSeconds(240);

    /// <summary>By the clock on the wall.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <param name="seed">Decides everything.</param>
    /// <param name="bug">What is planted.</param>
    /// <param name="log">Takes the trace; null for none.</param>
    /// <returns>What was wrong, or null; and the hash of everything that happened.</returns>
    public static (string? Fault, string Hash) Run(int seed, Bug bug, TextWriter? log)
    {
        var world = new World(seed, log);
        var cluster = new SimCluster(world, bug);
        for (var index = 0; index < SimCluster.Size; index++)
        {
            var place = index;
            world.After(place * Look / 4, world.Outside, () => cluster.Start(place));
        }

        new Faults(cluster).Plan();
        world.After(Look, world.Outside, () => LookAfter(cluster));
        world.Run(Longest);
        var fault = world.Failure ?? Verdict.Of(cluster);
        return (fault, world.Hash);
    }

    private static void LookAfter(SimCluster cluster)
    {
        var world = cluster.World;
        if (world.Now > End || (world.Now > Calm && Verdict.IsOver(cluster)))
        {
            world.Stop();
            return;
        }

        world.After(Look, world.Outside, () => LookAfter(cluster));
    }
}
