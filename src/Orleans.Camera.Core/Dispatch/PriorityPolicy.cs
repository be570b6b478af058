using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Dispatch;

/// <summary>The less loaded of two that have room for a picture of this priority.</summary>
internal sealed class PriorityPolicy(SharedRandom random) : IDispatchPolicy
{
    private readonly Headroom _headroom = new();

    public string Name => DispatchPolicies.Priority;

    public WorkerView? Choose(WorkerSnapshot workers, in DispatchRequest request)
    {
        var all = workers.Of(request.Model);
        return _headroom.For(all, request).LessLoadedOfTwo(all, request, random);
    }
}
