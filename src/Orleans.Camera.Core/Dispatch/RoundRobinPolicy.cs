using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Dispatch;

/// <summary>Each in turn, whatever it can do.</summary>
internal sealed class RoundRobinPolicy : IDispatchPolicy
{
    private uint _turn = uint.MaxValue;

    public string Name => DispatchPolicies.RoundRobin;

    public WorkerView? Choose(WorkerSnapshot workers, in DispatchRequest request)
    {
        var all = workers.Of(request.Model);
        var fitting = 0;
        foreach (var worker in all)
        {
            fitting += worker.FitFor(request) == WorkerFit.Fits ? 1 : 0;
        }

        if (fitting == 0)
        {
            return null;
        }

        var left = (int)(Interlocked.Increment(ref _turn) % (uint)fitting);
        WorkerView? last = null;
        foreach (var worker in all)
        {
            if (worker.FitFor(request) == WorkerFit.Fits)
            {
                last = worker;
                if (left-- == 0)
                {
                    break;
                }
            }
        }

        // Null where the last one filled up meanwhile.
        return last;
    }
}
