using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Dispatch;

/// <summary>Priority, then capability, then load, then geography.</summary>
/// <remarks>
/// Each step narrows what the one before left: workers with room for the priority; of them the plainest that can do what is asked;
/// of those one of the nearest against one of all. The near one wins unless it has a picture's time more to do, because near
/// means that the picture is not copied, and waiting costs more than copying.
/// </remarks>
internal sealed class HybridPolicy(SharedRandom random) : IDispatchPolicy
{
    private readonly Headroom _headroom = new();

    public string Name => DispatchPolicies.Hybrid;

    public WorkerView? Choose(WorkerSnapshot workers, in DispatchRequest request)
    {
        var all = workers.Of(request.Model);
        var candidates = _headroom.For(all, request);
        candidates = candidates with { MostSpare = CapabilityPolicy.FewestCapabilities(all, request, candidates) };
        var near = candidates with { Farthest = GeographicPolicy.Nearest(all, request, candidates) };
        var first = near.Draw(all, request, random);
        var second = first is null ? null : candidates.Draw(all, request, random, first);
        if (second is null || first!.Load <= second.Load)
        {
            return first;
        }

        var isNearer = first.NearnessTo(request) < second.NearnessTo(request);
        return isNearer && first.Load <= second.Load + (1 / first.Weight) ? first : second;
    }
}
