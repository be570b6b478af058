using Orleans.Camera.Cli.Cluster;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>Does one fault after another to a cluster, and waits until every camera that it struck counts again.</summary>
internal sealed class FaultPlan(
    FailoverOptions options, FailoverCluster cluster, TakeoverWatch watch, TimeProvider time, Action<string> progress)
{
    /// <summary>How long one fault and what follows it may take in footage, for the length of the clips.</summary>
    public static TimeSpan TimeFor(FaultKind fault) => TimeSpan.FromSeconds(fault switch
    {
        FaultKind.Kill => 17,
        FaultKind.Freeze => 35,
        FaultKind.Drain => 40,
        FaultKind.Pair => 35,
        _ => 55,
    });

    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StoreAway = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Random _random = new(options.Seed);

    public List<double> Failovers { get; } = [];

    public List<string> Problems { get; } = [];

    /// <summary>One fault, at a moment and with a victim that the seed decides.</summary>
    public async Task NextAsync(int number, CancellationToken cancellationToken)
    {
        await PauseAsync(TimeSpan.FromSeconds(1 + (3 * _random.NextDouble())), cancellationToken);
        switch (options.Fault)
        {
            case FaultKind.Kill:
                await KillAsync(1, number, cancellationToken);
                break;
            case FaultKind.Pair:
                await KillAsync(2, number, cancellationToken);
                break;
            case FaultKind.Freeze:
                await FreezeAsync(number, cancellationToken);
                break;
            case FaultKind.Drain:
                await DrainAsync(number, cancellationToken);
                break;
            default:
                await StoreAsync(number, cancellationToken);
                break;
        }
    }

    private async Task KillAsync(int victims, int number, CancellationToken cancellationToken)
    {
        var before = watch.Latest;
        var silos = Victims(victims);
        var at = time.GetTimestamp();
        foreach (var silo in silos)
        {
            silo.Kill();
            await PauseAsync(victims > 1 ? TimeSpan.FromSeconds(0.9 * _random.NextDouble()) : TimeSpan.Zero, cancellationToken);
        }

        var restart = RestartAsync(cancellationToken);
        await TakeoversAsync($"{number}: killed {string.Join(" and ", silos.Select(silo => silo.Name))}", OwnedBy(before, silos), at, cancellationToken);
        await restart;
    }

    private async Task FreezeAsync(int number, CancellationToken cancellationToken)
    {
        var before = watch.Latest;
        var silos = Victims(1);
        var at = time.GetTimestamp();
        FailoverCluster.Freeze(silos[0]);
        await TakeoversAsync($"{number}: froze {silos[0].Name}", OwnedBy(before, silos), at, cancellationToken);
        if (Frozen - time.GetElapsedTime(at) is { Ticks: > 0 } rest)
        {
            await PauseAsync(rest, cancellationToken);
        }

        FailoverCluster.Resume(silos[0]);
        if (!await silos[0].WaitForEndAsync(Patience, time, cancellationToken))
        {
            Problems.Add($"{silos[0].Name} woke after it had been declared dead, and did not end");
            silos[0].Kill();
        }

        await cluster.StartMissingAsync(cancellationToken);
    }

    private async Task DrainAsync(int number, CancellationToken cancellationToken)
    {
        foreach (var silo in cluster.Running)
        {
            var before = watch.Latest;
            var at = time.GetTimestamp();
            silo.Send(System.Runtime.InteropServices.PosixSignal.SIGTERM);
            await TakeoversAsync($"{number}: drained {silo.Name}", OwnedBy(before, [silo]), at, cancellationToken);
            if (!await silo.WaitForEndAsync(Patience, time, cancellationToken))
            {
                Problems.Add($"{silo.Name} did not end after SIGTERM");
                silo.Kill();
            }

            await cluster.StartMissingAsync(cancellationToken);
        }
    }

    private async Task StoreAsync(int number, CancellationToken cancellationToken)
    {
        var isRefused = number % 2 == 1;
        var running = cluster.Running;
        await (isRefused ? cluster.StopStoreAsync(cancellationToken) : Task.Run(cluster.FreezeStore, cancellationToken));
        var half = StoreAway / 2;
        await PauseAsync(half, cancellationToken);
        if (options.Fault == FaultKind.StoreKill)
        {
            Victims(1)[0].Kill();
        }

        await PauseAsync(StoreAway - half, cancellationToken);
        var before = watch.Latest;
        await (isRefused ? cluster.StartStoreAsync(cancellationToken) : Task.Run(cluster.ResumeStore, cancellationToken));
        var at = time.GetTimestamp();
        await TakeoversAsync($"{number}: the store was away ({(isRefused ? "refused" : "frozen")})", [.. before.Values.Where(state => !state.HasEnded)], at, cancellationToken, anyWrite: true);
        foreach (var silo in running.Where(silo => !silo.IsAlive).Skip(options.Fault == FaultKind.StoreKill ? 1 : 0))
        {
            Problems.Add($"{silo.Name} ended because the store was away");
        }

        await cluster.StartMissingAsync(cancellationToken);
    }

    /// <summary>Waits for the first checkpoint of each camera's new owner: its second write, the first being its claim.</summary>
    private async Task TakeoversAsync(
        string what, IReadOnlyList<StoredState> struck, long at, CancellationToken cancellationToken, bool anyWrite = false)
    {
        var slowest = 0.0;
        foreach (var camera in struck)
        {
            var seen = await watch.WaitAsync(
                camera,
                now => (now.Epoch > camera.Epoch && now.Write > 0) || (anyWrite && now.Epoch == camera.Epoch && now.Write > camera.Write),
                Patience,
                cancellationToken);
            if (seen is not { } then)
            {
                Problems.Add($"{what}: {camera.Camera} was not counted again within {Patience.TotalSeconds:0} s");
                continue;
            }

            var seconds = Math.Max(0, time.GetElapsedTime(at, then).TotalSeconds);
            Failovers.Add(seconds);
            slowest = Math.Max(slowest, seconds);
        }

        progress($"{what}: {struck.Count} cameras counted again, the last after {slowest:0.00} s");
    }

    private async Task RestartAsync(CancellationToken cancellationToken)
    {
        await PauseAsync(RestartAfter, cancellationToken);
        await cluster.StartMissingAsync(cancellationToken);
    }

    /// <summary>Silos that own a camera first: others would not be missed.</summary>
    private List<KnownProcess> Victims(int count)
    {
        var owners = watch.Latest.Values.Where(state => !state.HasEnded).Select(state => state.Owner).ToHashSet(StringComparer.Ordinal);
        var running = cluster.Running.ToArray();
        _random.Shuffle(running);
        return [.. running.OrderBy(silo => owners.Contains(silo.Name) ? 0 : 1).Take(count)];
    }

    private static IReadOnlyList<StoredState> OwnedBy(IReadOnlyDictionary<string, StoredState> states, IReadOnlyList<KnownProcess> silos) =>
        [.. states.Values.Where(state => !state.HasEnded && silos.Any(silo => silo.Name == state.Owner))];

    private Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) => Task.Delay(pause, time, cancellationToken);
}
