using System.Collections.Frozen;
using Orleans.Camera.Core.Dispatch;

namespace Orleans.Camera.Core.Workers;

/// <summary>All workers at one moment, ready to be asked by model. Immutable.</summary>
public sealed class WorkerSnapshot
{
    private readonly FrozenDictionary<string, WorkerView[]> _byModel;

    public WorkerSnapshot(IEnumerable<WorkerView> workers, long version = 0)
    {
        Workers = [.. workers];
        Version = version;
        _byModel = Workers.GroupBy(worker => worker.Model, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    public static WorkerSnapshot Empty { get; } = new([]);

    /// <summary>Grows with every change of the registry.</summary>
    public long Version { get; }

    public IReadOnlyList<WorkerView> Workers { get; }

    /// <summary>The workers of one model, whatever their state.</summary>
    public ReadOnlySpan<WorkerView> Of(string model) => _byModel.TryGetValue(model, out var workers) ? workers : [];

    /// <summary>Says why no worker takes a picture, for an error that an operator reads.</summary>
    public string WhyNone(in DispatchRequest request)
    {
        var workers = Of(request.Model);
        if (workers.Length == 0)
        {
            return $"no worker has the model '{request.Model}'; see which silos have it by `camera status`";
        }

        var reasons = new List<string>(workers.Length);
        foreach (var worker in workers)
        {
            reasons.Add($"{worker.Id} on {worker.Silo} {Words(worker, worker.FitFor(request), request)}");
        }

        return string.Join("; ", reasons);
    }

    private static string Words(WorkerView worker, WorkerFit fit, in DispatchRequest request) => fit switch
    {
        WorkerFit.NotReady => $"is {worker.State.ToString().ToLowerInvariant()}",
        WorkerFit.Quarantined => "is quarantined after failures",
        WorkerFit.LacksCapability => $"lacks one of {string.Join(", ", request.Capabilities)}",
        WorkerFit.Tried => "had this picture already",
        WorkerFit.Full => $"is full ({worker.InFlight} pictures in flight)",
        _ => "would take it",
    };
}
