using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Dispatch;

/// <summary>
/// The less loaded of two drawn at random ("power of two choices", Mitzenmacher 2001): nearly as even as asking everybody, and
/// silos that know a second-old load do not all run to the same worker. Load and chance are weighed by measured throughput.
/// </summary>
internal sealed class LeastLoadedPolicy(SharedRandom random) : IDispatchPolicy
{
    public string Name => DispatchPolicies.LeastLoaded;

    public WorkerView? Choose(WorkerSnapshot workers, in DispatchRequest request) =>
        Candidates.All.LessLoadedOfTwo(workers.Of(request.Model), request, random);
}
