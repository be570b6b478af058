using Microsoft.Extensions.Logging;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Alerts;
using Orleans.Camera.Core.Workers;
using Orleans.Camera.Grains.Alerts;

namespace Orleans.Camera.Grains.Workers;

/// <summary>What is wrong with silos and workers, measured once a second by whoever knows them all. Used from one scheduler only.</summary>
/// <param name="rules">What is watched.</param>
/// <param name="tell">Told of each once, at once.</param>
/// <param name="publish">Takes an alert for good, or throws and is asked again.</param>
/// <param name="log">Where each is written as well.</param>
internal sealed class PoolAlerts(IReadOnlyList<AlertRule> rules, Action<AlertRecord> tell, Func<AlertRecord, Task> publish, ILogger log)
{
    private const double Percent = 100;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, AlertSource> _sources = new(StringComparer.Ordinal);
    private Task _publishing = Task.CompletedTask;
    private DateTimeOffset _looked;

    /// <summary>What is wrong now.</summary>
    public IReadOnlyList<AlertRecord> Raised =>
        [.. _sources.OrderBy(source => source.Key, StringComparer.Ordinal).SelectMany(source => source.Value.Raised.OrderBy(alert => alert.Rule, StringComparer.Ordinal))];

    /// <param name="silos">How busy each is.</param>
    /// <param name="workers">Each with its child process, where it has one.</param>
    /// <param name="models">Of each model that is not the same file everywhere, which files it is.</param>
    /// <param name="now">When that was so.</param>
    public void Look(
        IEnumerable<SiloLoad> silos,
        IEnumerable<(WorkerEntry Worker, WorkerProcess? Process)> workers,
        IEnumerable<(string Model, string Fault)> models,
        DateTimeOffset now)
    {
        if (now - _looked < Every)
        {
            return;
        }

        _looked = now;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var silo in silos)
        {
            Measure(silo, SourceOf($"silo {silo.Silo}", seen), now);
        }

        foreach (var (worker, process) in workers)
        {
            Measure(worker, process, SourceOf($"worker {worker.Id}", seen), now);
        }

        foreach (var (model, fault) in models)
        {
            SourceOf($"model {model}", seen).Measure(AlertRules.ModelDiffers, 1, fault, now);
        }

        EndOthers(seen, now);
        if (_publishing.IsCompleted)
        {
            _publishing = PublishAsync();
        }
    }

    private static void Measure(SiloLoad silo, AlertSource source, DateTimeOffset now)
    {
        source.Measure(AlertRules.Cpu, Percent * silo.Cpu ?? double.NaN, "", now);
        source.Measure(AlertRules.Memory, Percent * silo.MemoryUsed / silo.MemoryLimit ?? double.NaN, "", now);
        source.Measure(AlertRules.Disk, Percent * (1 - ((double?)silo.DiskFree / silo.DiskTotal)) ?? double.NaN, "", now);
    }

    private static void Measure(WorkerEntry worker, WorkerProcess? process, AlertSource source, DateTimeOffset now)
    {
        var isDead = worker.State == WorkerState.Failed;
        source.Measure(AlertRules.WorkerFailed, isDead ? 1 : 0, worker.Reason ?? "", now);
        source.Measure(AlertRules.Memory, isDead ? 0 : process is { MostMemory: > 0 } ? Percent * process.Memory / process.MostMemory : double.NaN, "", now);
        source.Measure(AlertRules.QueueWarning, isDead ? 0 : worker.Report.QueueLength, "", now);
        source.Measure(AlertRules.QueueCritical, isDead ? 0 : worker.Report.QueueLength, "", now);
        source.Measure(AlertRules.Latency, isDead ? 0 : worker.Report.LatencyP95.TotalMilliseconds, "", now);
        source.Measure(AlertRules.ErrorRate, isDead ? 0 : Percent * worker.ErrorRate, "", now);
    }

    private AlertSource SourceOf(string where, HashSet<string> seen)
    {
        seen.Add(where);
        return _sources.TryGetValue(where, out var known)
            ? known
            : _sources[where] = new AlertSource(where, rules, tell, publish, log);
    }

    /// <summary>What is gone is over; it is forgotten once that was told.</summary>
    private void EndOthers(HashSet<string> seen, DateTimeOffset now)
    {
        foreach (var (where, source) in _sources.Where(source => !seen.Contains(source.Key)).ToArray())
        {
            if (source.Raised.Count == 0)
            {
                _sources.Remove(where);
                continue;
            }

            foreach (var alert in source.Raised.ToArray())
            {
                source.Measure(alert.Rule, 0, "", now);
            }
        }
    }

    private async Task PublishAsync()
    {
        foreach (var source in _sources.Values.ToArray())
        {
            await source.PublishAsync();
        }
    }
}
