using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Dispatch;

/// <summary>The nearest: on the camera's silo, then in its region, then anywhere; of those equally near the less loaded of two.</summary>
internal sealed class GeographicPolicy(SharedRandom random) : IDispatchPolicy
{
    public string Name => DispatchPolicies.Geographic;

    public WorkerView? Choose(WorkerSnapshot workers, in DispatchRequest request)
    {
        var all = workers.Of(request.Model);
        return (Candidates.All with { Farthest = Nearest(all, request, Candidates.All) }).LessLoadedOfTwo(all, request, random);
    }

    /// <summary>How near the nearest of the candidates is.</summary>
    internal static Proximity Nearest(ReadOnlySpan<WorkerView> workers, in DispatchRequest request, Candidates candidates)
    {
        var nearest = Proximity.Elsewhere;
        foreach (var worker in workers)
        {
            if (worker.NearnessTo(request) is var nearness && nearness < nearest && candidates.Include(worker, request))
            {
                nearest = nearness;
            }
        }

        return nearest;
    }
}
