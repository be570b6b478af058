using Orleans.Camera.Core.Workers;

namespace Orleans.Camera.Core.Dispatch;

/// <summary>
/// Keeps the last places of a worker free for the more important cameras: the lower the priority, the sooner a worker counts as
/// full, and for a recording at half of that, because it can wait. One in <see cref="TrickleOf"/> pictures that would find no place
/// is let up to the real limit, so that even the least important camera sees something; that of a recording is half of the places,
/// so that a live camera always finds room. Thread safe.
/// </summary>
internal sealed class Headroom
{
    public const int TrickleOf = 16;

    private const double OfRecording = 0.5;

    private uint _turnedAway;

    /// <returns>The candidates with room for this priority; all of them when it is this picture's turn.</returns>
    public Candidates For(ReadOnlySpan<WorkerView> workers, in DispatchRequest request)
    {
        var candidates = Candidates.All with { Room = Share(request.Priority) * (request.IsRecording ? OfRecording : 1) };
        foreach (var worker in workers)
        {
            if (candidates.Include(worker, request))
            {
                return candidates;
            }
        }

        return Interlocked.Increment(ref _turnedAway) % TrickleOf == 0 ? Candidates.All : candidates;
    }

    private static double Share(CameraPriority priority) => priority switch
    {
        CameraPriority.Critical => 1,
        CameraPriority.High => 0.9,
        CameraPriority.Normal => 0.75,
        _ => 0.5,
    };
}
