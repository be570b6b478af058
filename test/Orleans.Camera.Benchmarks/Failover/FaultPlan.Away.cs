namespace Orleans.Camera.Benchmarks.Failover;

/// <remarks>What is there, and cannot be reached: the database for all, the database for one silo, the others for one silo.</remarks>
internal sealed partial class FaultPlan
{
    private async Task StoreAsync(int number, CancellationToken cancellationToken)
    {
        var isRefused = number % 2 == 1;
        var running = cluster.Running;
        await (isRefused ? cluster.StopStoreAsync(cancellationToken) : Task.Run(cluster.FreezeStore, cancellationToken));
        var half = options.StoreAway / 2;
        await PauseAsync(half, cancellationToken);
        var killed = result.Order.Kind == FaultKind.StoreKill ? Victims(1)[0] : null;
        killed?.Kill();
        await PauseAsync(options.StoreAway - half, cancellationToken);
        var before = watch.Latest;
        await (isRefused ? cluster.StartStoreAsync(cancellationToken) : Task.Run(cluster.ResumeStore, cancellationToken));
        var at = time.GetTimestamp();
        var what = $"{number}: the store was away ({(isRefused ? "refused" : "frozen")}{(killed is null ? "" : $", killed {killed.Name}")})";
        await TakeoversAsync(what, [.. before.Values.Where(state => !state.HasEnded)], at, cancellationToken, anyWrite: true);
        RequireAlive(running.Where(silo => silo != killed), "the store was away");
        await cluster.StartMissingAsync(cancellationToken);
    }

    /// <summary>The others declare it dead and take over; it can write still, and must see that it may not.</summary>
    private async Task CutFromSilosAsync(int number, CancellationToken cancellationToken)
    {
        var before = watch.Latest;
        var silo = Victims(1)[0];
        var others = cluster.Running.Where(other => other != silo).ToList();
        var at = time.GetTimestamp();
        await cluster.CutFromSilosAsync(silo.Name, cancellationToken);
        await TakeoversAsync($"{number}: cut {silo.Name} from the other silos", OwnedBy(before, silo), at, cancellationToken);
        await PauseAsync(options.SiloAway - time.GetElapsedTime(at), cancellationToken);
        await cluster.JoinSilosAsync(silo.Name, cancellationToken);
        RequireAlive(others, $"{silo.Name} was cut off");
        await ReplaceAsync(silo, "was declared dead while it was cut off", cancellationToken);
    }

    /// <summary>Its cameras wait, since they are read from files, and go on where they are: the other silos still hear it.</summary>
    private async Task CutFromStoreAsync(int number, CancellationToken cancellationToken)
    {
        var running = cluster.Running;
        var silo = Victims(1)[0];
        var at = time.GetTimestamp();
        await cluster.CutFromStoreAsync(silo.Name, cancellationToken);
        await PauseAsync(options.SiloAway - time.GetElapsedTime(at), cancellationToken);
        var before = watch.Latest;
        await cluster.JoinStoreAsync(silo.Name, cancellationToken);
        at = time.GetTimestamp();
        await TakeoversAsync($"{number}: cut {silo.Name} from the store", OwnedBy(before, silo), at, cancellationToken, anyWrite: true);
        RequireAlive(running, $"{silo.Name} was cut from the store");
        await cluster.StartMissingAsync(cancellationToken);
    }

    private void RequireAlive(IEnumerable<Cli.Cluster.KnownProcess> silos, string why) =>
        result.Problems.AddRange(silos.Where(silo => !silo.IsAlive).Select(silo => $"{silo.Name} ended because {why}"));
}
