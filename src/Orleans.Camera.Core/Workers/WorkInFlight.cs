namespace Orleans.Camera.Core.Workers;

/// <summary>
/// How many pictures this silo has given to one worker that are not answered yet. One for each worker, carried from snapshot to
/// snapshot, because a count that is a second old sends everybody to the same worker. Thread safe.
/// </summary>
public sealed class WorkInFlight
{
    private int _count;
    private int _recordings;

    public int Count => Volatile.Read(ref _count);

    /// <summary>How many of them are of recordings.</summary>
    public int Recordings => Volatile.Read(ref _recordings);

    public void Begin() => Interlocked.Increment(ref _count);

    /// <summary>Once for each <see cref="Begin"/>, however the call ended.</summary>
    public void End() => Interlocked.Decrement(ref _count);

    /// <summary>Begins a picture of a recording where there are fewer than so many, also when several recordings ask at once.</summary>
    /// <returns>Whether it may go.</returns>
    public bool TryBeginRecording(int most)
    {
        var count = Count;
        while (count < most)
        {
            var seen = Interlocked.CompareExchange(ref _count, count + 1, count);
            if (seen == count)
            {
                Interlocked.Increment(ref _recordings);
                return true;
            }

            count = seen;
        }

        return false;
    }

    /// <summary>Once for each time that <see cref="TryBeginRecording"/> said yes.</summary>
    public void EndRecording()
    {
        Interlocked.Decrement(ref _recordings);
        Interlocked.Decrement(ref _count);
    }
}
