using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Cluster;

namespace Orleans.Camera.Benchmarks.Failover.Workers;

/// <param name="What">In words.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When all workers were ready again.</param>
internal sealed record WorkersFault(string What, long From, long To);

/// <summary>Kills and freezes silos of workers, one at a time and in an order that the seed decides, and has them back before the next.</summary>
internal sealed class WorkersPlan(WorkersOptions options, WorkersCluster cluster, ClusterSession session, PauseWatch watch, TimeProvider time, Action<string> progress)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);
    private readonly Random _random = new(options.Seed);

    public async Task<IReadOnlyList<WorkersFault>> RunAsync(CancellationToken cancellationToken)
    {
        bool[] kills = [.. Enumerable.Repeat(true, options.Kills), .. Enumerable.Repeat(false, options.Freezes)];
        _random.Shuffle(kills);
        var faults = new List<WorkersFault>();
        foreach (var isKill in kills)
        {
            // Those who send pictures hear every second of who is ready.
            await PauseAsync(1.5, 3.5, cancellationToken);
            faults.Add(await OneAsync(isKill, cancellationToken));
            var (what, from, to) = faults[^1];
            progress(FormattableString.Invariant($"{faults.Count}: {what}; all workers were ready again after {time.GetElapsedTime(from, to).TotalSeconds:0.0} s; longest gaps {watch.Tell(from, to)}"));
        }

        return faults;
    }

    /// <summary>Waits until each silo that may has a worker which takes pictures, and starts the silos that have died.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        for (IReadOnlyList<WorkerStatus> workers = []; !WorkersCluster.Victims.All(silo => workers.Any(worker => worker.Silo == silo && worker.State is "ready" or "busy"));)
        {
            if (time.GetElapsedTime(begin) > Patience)
            {
                throw new BenchException($"not every worker is ready: {string.Join(", ", workers.Select(worker => $"{worker.Worker} on {worker.Silo} is {worker.State} {worker.Reason}"))}");
            }

            await Task.Delay(Look, time, cancellationToken);
            if (WorkersCluster.Victims.Any(silo => cluster.Find(silo) is null))
            {
                await cluster.StartMissingAsync(cancellationToken);
            }

            workers = await WorkersAsync(cancellationToken);
        }
    }

    private async Task<WorkersFault> OneAsync(bool isKill, CancellationToken cancellationToken)
    {
        var silo = WorkersCluster.Victims[_random.Next(WorkersCluster.Victims.Count)];
        var process = cluster.Find(silo) ?? throw new BenchException($"{silo} has ended by itself");
        var at = time.GetTimestamp();
        string what;
        if (isKill)
        {
            process.Kill();
            await PauseAsync(1, 5, cancellationToken);
            what = $"killed {silo}";
        }
        else
        {
            FailoverCluster.Freeze(process);
            await PauseAsync(0.3, 12, cancellationToken);
            what = $"froze {silo} for {time.GetElapsedTime(at).TotalSeconds:0.0} s";
            FailoverCluster.Resume(process);
        }

        await ReadyAsync(cancellationToken);
        return new WorkersFault(what, at, time.GetTimestamp());
    }

    /// <returns>Nobody where the registry does not answer: its silo may be the one.</returns>
    private async Task<IReadOnlyList<WorkerStatus>> WorkersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await session.Client.GetGrain<IWorkerRegistryGrain>(0).GetPoolAsync().WaitAsync(Answer, time, cancellationToken)).Workers;
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException or CameraException)
        {
            return [];
        }
    }

    private Task PauseAsync(double fromSeconds, double toSeconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(fromSeconds + (_random.NextDouble() * (toSeconds - fromSeconds))), time, cancellationToken);
}
