using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Dispatch;

/// <summary>Which of the fitting workers are considered.</summary>
/// <param name="Farthest">None farther away than this.</param>
/// <param name="Room">None that would have more than this share of its limit in flight, 0..1.</param>
/// <param name="MostSpare">None with more capabilities than were asked for and this many.</param>
internal readonly record struct Candidates(Proximity Farthest, double Room, int MostSpare)
{
    public static Candidates All => new(Proximity.Elsewhere, 1, int.MaxValue);

    public bool Include(WorkerView worker, in DispatchRequest request) =>
        worker.FitFor(request) == WorkerFit.Fits &&
        (Farthest == Proximity.Elsewhere || worker.NearnessTo(request) <= Farthest) &&
        (Room >= 1 || worker.InFlight < Math.Max(1, worker.MostInFlight * Room) || HasOnlyRecordings(worker, request)) &&
        (MostSpare == int.MaxValue || worker.Capabilities.Length <= MostSpare);

    /// <summary>Where the share of a live camera's priority is so small that recordings alone fill it, they are not counted.</summary>
    private static bool HasOnlyRecordings(WorkerView worker, in DispatchRequest request) =>
        !request.IsRecording && worker.InFlight == worker.Own.Recordings;

    /// <summary>Draws one, each with a chance in proportion to its measured throughput.</summary>
    /// <param name="except">One that is not drawn.</param>
    public WorkerView? Draw(ReadOnlySpan<WorkerView> workers, in DispatchRequest request, SharedRandom random, WorkerView? except = null)
    {
        var total = 0.0;
        foreach (var worker in workers)
        {
            total += !ReferenceEquals(worker, except) && Include(worker, request) ? worker.Weight : 0;
        }

        if (total <= 0)
        {
            return null;
        }

        var left = random.NextDouble() * total;
        WorkerView? last = null;
        foreach (var worker in workers)
        {
            if (!ReferenceEquals(worker, except) && Include(worker, request))
            {
                last = worker;
                left -= worker.Weight;
                if (left < 0)
                {
                    break;
                }
            }
        }

        return last;
    }

    /// <summary>Draws two and takes the one with less to do; of two alike the first, so that shares follow throughput.</summary>
    public WorkerView? LessLoadedOfTwo(ReadOnlySpan<WorkerView> workers, in DispatchRequest request, SharedRandom random)
    {
        var first = Draw(workers, request, random);
        var second = first is null ? null : Draw(workers, request, random, first);
        if (second is null || first!.Load <= second.Load)
        {
            return first;
        }

        // The fast worker is drawn more often, so in an idle pool it would also hand on more often than it is handed, and get
        // less than its share. While it has only one picture it hands on less often; a busy pool needs no such help, and this
        // is the middle between the two.
        var keeps = first.InFlight == 1 && random.NextDouble() * first.Weight >= (first.Weight + second.Weight) / 2;
        return keeps ? first : second;
    }
}
