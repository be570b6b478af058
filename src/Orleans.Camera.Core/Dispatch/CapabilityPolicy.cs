using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Dispatch;

/// <summary>The worker that can do what is asked and the least beyond, so that the special ones stay free for those who need them.</summary>
internal sealed class CapabilityPolicy(SharedRandom random) : IDispatchPolicy
{
    public string Name => DispatchPolicies.Capability;

    public WorkerView? Choose(WorkerSnapshot workers, in DispatchRequest request)
    {
        var all = workers.Of(request.Model);
        return (Candidates.All with { MostSpare = FewestCapabilities(all, request, Candidates.All) }).LessLoadedOfTwo(all, request, random);
    }

    /// <summary>How many capabilities the plainest of the candidates has.</summary>
    internal static int FewestCapabilities(ReadOnlySpan<WorkerView> workers, in DispatchRequest request, Candidates candidates)
    {
        var fewest = int.MaxValue;
        foreach (var worker in workers)
        {
            if (worker.Capabilities.Length < fewest && candidates.Include(worker, request))
            {
                fewest = worker.Capabilities.Length;
            }
        }

        return fewest;
    }
}
