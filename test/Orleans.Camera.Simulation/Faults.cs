using Orleans.Camera.Grains.Roster;
using Orleans.Camera.Simulation.Clock;
using Orleans.Camera.Simulation.Cluster;
using Orleans.Camera.Simulation.Footage;

namespace Orleans.Camera.Simulation;

/// <summary>Everything that may go wrong, at moments that the seed chooses.</summary>
internal sealed class Faults(SimCluster cluster)
{
    private const int Fewest = 5;
    private const int Most = 10;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Last = TimeSpan.FromSeconds(50);

    private World World => cluster.World;

    public void Plan()
    {
        Action[] kinds = [Kill, Kill, Freeze, Freeze, Cut, CutFromStore, Slow, Jump, LoseStore, LoseOutcomes, LoseOutcomes, Twin, Twin, LoseEntry, Break, Leave, Tire, Tire, Confuse];
        for (var left = World.Random.Next(Fewest, Most + 1); left > 0; left--)
        {
            var kind = kinds[World.Random.Next(kinds.Length)];
            World.After(World.Between(First.TotalSeconds, Last.TotalSeconds), World.Outside, kind);
        }
    }

    private SimSilo? Any() => cluster.Up.ToArray() is { Length: > 0 } up ? up[World.Random.Next(up.Length)] : null;

    /// <summary>One of the cameras, or the roster.</summary>
    private GrainId AnyGrain() => World.Random.Next(Scenes.All.Count + 1) is var index && index < Scenes.All.Count
        ? GrainId.Create(SimCluster.CameraType, Scenes.All[index].Name)
        : GrainId.Create("camera-roster", MembershipWatch.Site);

    private void Later(double from, double to, Action act) => World.After(World.Between(from, to), World.Outside, act);

    private void Kill()
    {
        if (Any() is { } silo)
        {
            cluster.Kill(silo, "killed");
        }
    }

    private void Freeze()
    {
        if (Any() is { Node.IsFrozen: false } silo)
        {
            World.Note($"{silo.Owner} is frozen");
            silo.Node.IsFrozen = true;
            Later(0.5, 15, () =>
            {
                World.Note($"{silo.Owner} wakes up");
                World.Thaw(silo.Node);
            });
        }
    }

    private void Cut()
    {
        var (one, other) = (World.Random.Next(SimCluster.Size) + 1, World.Random.Next(SimCluster.Size) + 1);
        World.Note($"silo-{one} is cut from {(one == other ? "all" : $"silo-{other}")}");
        for (var place = 1; place <= SimCluster.Size; place++)
        {
            if (place != one && (place == other || one == other))
            {
                cluster.Network.Cut($"silo-{one}", $"silo-{place}");
            }
        }

        Later(0.5, 10, () =>
        {
            World.Note("the cables are mended");
            cluster.Network.Mend();
        });
    }

    private void CutFromStore()
    {
        var silo = $"silo-{World.Random.Next(SimCluster.Size) + 1}";
        World.Note($"{silo} is cut from the store");
        cluster.Weather.CutOff.Add(silo);
        Later(0.5, 12, () =>
        {
            World.Note($"{silo} reaches the store");
            cluster.Weather.CutOff.Remove(silo);
        });
    }

    private void Slow()
    {
        World.Note("the network is slow");
        cluster.Network.Slowest = World.Between(0.05, 1.5).TotalSeconds;
        Later(1, 6, () => cluster.Network.Slowest = 0.002);
    }

    private void Jump()
    {
        if (Any() is { } silo)
        {
            silo.Clock.Offset = World.Between(-600, 600);
            World.Note($"the clock of {silo.Owner} is off by {silo.Clock.Offset}");
        }
    }

    private void LoseStore()
    {
        var isSilent = World.Random.Next(2) == 0;
        World.Note(isSilent ? "the store is silent" : "the store refuses");
        (cluster.Weather.IsSilent, cluster.Weather.IsRefusing) = (isSilent, !isSilent);
        Later(0.5, 12, () =>
        {
            World.Note("the store is back");
            (cluster.Weather.IsSilent, cluster.Weather.IsRefusing) = (false, false);
        });
    }

    private void LoseOutcomes()
    {
        World.Note("outcomes are lost");
        cluster.Weather.Unknown = World.Between(0.2, 0.9).TotalSeconds;
        Later(1, 8, () => cluster.Weather.Unknown = 0);
    }

    /// <summary>Every source breaks off at its next picture.</summary>
    private void Break()
    {
        World.Note("the sources break off");
        cluster.Log.Breaks++;
    }

    /// <summary>The models of a silo take their time, more than a picture may take.</summary>
    private void Tire()
    {
        if (Any() is { } silo)
        {
            silo.Models.Delay = World.Between(0.1, 4);
            World.Note($"the models of {silo.Owner} take up to {silo.Models.Delay}");
            Later(1, 12, () =>
            {
                World.Note($"the models of {silo.Owner} are quick again");
                silo.Models.Delay = TimeSpan.Zero;
            });
        }
    }

    /// <summary>The models of a silo answer what cannot be.</summary>
    private void Confuse()
    {
        if (Any() is { } silo)
        {
            World.Note($"the models of {silo.Owner} answer garbage");
            silo.Models.IsConfused = true;
            Later(0.5, 8, () =>
            {
                World.Note($"the models of {silo.Owner} answer sense");
                silo.Models.IsConfused = false;
            });
        }
    }

    /// <summary>A silo stops in good order.</summary>
    private void Leave()
    {
        if (Any() is { } silo)
        {
            World.Note($"{silo.Owner} leaves");
            cluster.Leave(silo);
        }
    }

    /// <summary>The directory forgets a grain that runs, and somebody calls it: a second activation begins.</summary>
    private void Twin()
    {
        var grain = AnyGrain();
        if (cluster.Up.FirstOrDefault(silo => silo.Find(grain) is not null)?.Find(grain) is { } activation && Any() is { } caller)
        {
            World.Note($"{caller.Owner} begins a second {grain}");
            cluster.Tables.UnregisterAsync(activation.Address).AsTask().Ignore();
            SimCluster.Begin(caller, grain);
        }
    }

    /// <summary>Its entry lay on a silo that died: a healthy grain is ended, as Orleans does.</summary>
    private void LoseEntry()
    {
        var grain = AnyGrain();
        if (cluster.Up.FirstOrDefault(silo => !silo.Node.IsFrozen && silo.Find(grain) is not null)?.Find(grain) is { } activation)
        {
            World.Note($"{grain} is ended for want of its entry");
            cluster.Tables.UnregisterAsync(activation.Address).AsTask().Ignore();
            activation.Deactivate(new(DeactivationReasonCode.DirectoryFailure, "Its entry is gone."));
        }
    }
}
