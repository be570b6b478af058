using Orleans.Camera.Cli.Cluster;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>Does one fault after another to a cluster, and waits until every camera that it struck counts again.</summary>
internal sealed partial class FaultPlan(
    FailoverOptions options, FaultResult result, FailoverCluster cluster, TakeoverWatch watch, AnnouncementWatch announcements, TimeProvider time,
    Action<string> progress)
{
    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Who came back has this long to show that it keeps still.
    private static readonly TimeSpan Listen = TimeSpan.FromSeconds(2);
    private readonly Random _random = new((options.Seed * 31) + (int)result.Order.Kind);

    /// <summary>All faults of one kind, each at a moment and with a victim that the seed decides.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        (result.From, result.Frames) = (time.GetUtcNow().UtcDateTime, watch.Latest.ToDictionary(pair => pair.Key, pair => pair.Value.Frame));
        for (var number = 1; number <= result.Order.Count; number++)
        {
            await announcements.SubscribeAsync(cancellationToken);
            await PauseAsync(TimeSpan.FromSeconds(1 + (2 * _random.NextDouble())), cancellationToken);
            await OneAsync(number, cancellationToken);
        }

        result.To = time.GetUtcNow().UtcDateTime;
        if (watch.Latest.Values.Any(state => state.HasEnded && state.Camera.StartsWith(FailoverBench.Struck, StringComparison.Ordinal)))
        {
            result.Problems.Add("the clips ended before the faults did: some have struck nobody");
        }
    }

    private Task OneAsync(int number, CancellationToken cancellationToken) => result.Order.Kind switch
    {
        FaultKind.Kill => KillAsync(number, cancellationToken),
        FaultKind.Pair => PairAsync(number, cancellationToken),
        FaultKind.Freeze => FreezeAsync(number, cancellationToken),
        FaultKind.Drain => DrainAsync(number, cancellationToken),
        FaultKind.Cut when number % 2 == 1 => CutFromSilosAsync(number, cancellationToken),
        FaultKind.Cut => CutFromStoreAsync(number, cancellationToken),
        _ => StoreAsync(number, cancellationToken),
    };

    private async Task KillAsync(int number, CancellationToken cancellationToken)
    {
        var before = watch.Latest;
        var silo = Victims(1)[0];
        var at = time.GetTimestamp();
        silo.Kill();
        var restart = RestartAsync(cancellationToken);
        await TakeoversAsync($"{number}: killed {silo.Name}", OwnedBy(before, silo), at, cancellationToken);
        await restart;
    }

    private async Task PairAsync(int number, CancellationToken cancellationToken)
    {
        var before = watch.Latest;
        var silos = Victims(2);
        var at = time.GetTimestamp();
        silos[0].Kill();
        await PauseAsync(TimeSpan.FromSeconds(0.9 * _random.NextDouble()), cancellationToken);
        silos[1].Kill();
        var restart = RestartAsync(cancellationToken);
        var taken = await TakeoversAsync(
            $"{number}: killed {silos[0].Name} and {silos[1].Name}", [.. silos.SelectMany(silo => OwnedBy(before, silo))], at, cancellationToken);
        var back = await restart;
        result.AfterReturn.AddRange(taken.Select(then => Math.Max(0, time.GetElapsedTime(back, then).TotalSeconds)));
    }

    private async Task FreezeAsync(int number, CancellationToken cancellationToken)
    {
        var before = watch.Latest;
        var silo = Victims(1)[0];
        var owned = OwnedBy(before, silo);
        var at = time.GetTimestamp();
        FailoverCluster.Freeze(silo);
        await TakeoversAsync($"{number}: froze {silo.Name}", owned, at, cancellationToken);
        await PauseAsync(options.SiloAway - time.GetElapsedTime(at), cancellationToken);

        // Whoever subscribes now is known to the new owners alone: what others hear from now on comes from the old one.
        var round = announcements.Round;
        await announcements.SubscribeAsync(cancellationToken);
        if (owned.Count > 0)
        {
            result.Woken.Add(new WokenOwner(owned[0].Signature, [.. owned.Select(state => state.Camera)], round, time.GetUtcNow().UtcDateTime));
        }

        FailoverCluster.Resume(silo);
        await ReplaceAsync(silo, "woke after it had been declared dead", cancellationToken);
        await PauseAsync(Listen, cancellationToken);
    }

    private async Task DrainAsync(int number, CancellationToken cancellationToken)
    {
        foreach (var silo in cluster.Running)
        {
            var before = watch.Latest;
            var at = time.GetTimestamp();
            silo.Send(System.Runtime.InteropServices.PosixSignal.SIGTERM);
            await TakeoversAsync($"{number}: drained {silo.Name}", OwnedBy(before, silo), at, cancellationToken);
            await ReplaceAsync(silo, "was told to end", cancellationToken);
        }
    }

    /// <summary>Waits until a silo has ended, and starts it again.</summary>
    private async Task ReplaceAsync(KnownProcess silo, string why, CancellationToken cancellationToken)
    {
        if (!await silo.WaitForEndAsync(Patience, time, cancellationToken))
        {
            result.Problems.Add($"{silo.Name} {why}, and did not end");
            silo.Kill();
        }

        await cluster.StartMissingAsync(cancellationToken);
    }

    /// <summary>Waits for the first checkpoint of each camera's new owner: its second write, the first being its claim.</summary>
    /// <returns>When each was seen.</returns>
    private async Task<List<long>> TakeoversAsync(
        string what, IReadOnlyList<StoredState> struck, long at, CancellationToken cancellationToken, bool anyWrite = false)
    {
        var (taken, slowest) = (new List<long>(), 0.0);
        foreach (var camera in struck)
        {
            var seen = await watch.WaitAsync(
                camera,
                now => (now.Epoch > camera.Epoch && now.Write > 0) || (anyWrite && now.Epoch == camera.Epoch && now.Write > camera.Write),
                Patience,
                cancellationToken);
            if (seen is not { } then)
            {
                result.Problems.Add($"{what}: {camera.Camera} was not counted again within {Patience.TotalSeconds:0} s");
                continue;
            }

            taken.Add(then);
            var seconds = Math.Max(0, time.GetElapsedTime(at, then).TotalSeconds);
            result.Failovers.Add(seconds);
            slowest = Math.Max(slowest, seconds);
        }

        progress($"{result.Order.Name} {what}: {struck.Count} cameras counted again, the last after {slowest:0.00} s");
        return taken;
    }

    private async Task<long> RestartAsync(CancellationToken cancellationToken)
    {
        await PauseAsync(RestartAfter, cancellationToken);
        return await cluster.StartMissingAsync(cancellationToken);
    }

    /// <summary>Silos that own a camera first: others would not be missed.</summary>
    private List<KnownProcess> Victims(int count)
    {
        var owners = watch.Latest.Values.Where(state => !state.HasEnded).Select(state => state.Owner).ToHashSet(StringComparer.Ordinal);
        var running = cluster.Running.ToArray();
        _random.Shuffle(running);
        return [.. running.OrderBy(silo => owners.Contains(silo.Name) ? 0 : 1).Take(count)];
    }

    private static IReadOnlyList<StoredState> OwnedBy(IReadOnlyDictionary<string, StoredState> states, KnownProcess silo) =>
        [.. states.Values.Where(state => !state.HasEnded && state.Owner == silo.Name)];

    private Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        pause > TimeSpan.Zero ? Task.Delay(pause, time, cancellationToken) : Task.CompletedTask;
}
