namespace Orleans.Camera.Core.Workers;

/// <summary>
/// How many pictures this silo has given to one worker that are not answered yet. One for each worker, carried from snapshot to
/// snapshot, because a count that is a second old sends everybody to the same worker. Thread safe.
/// </summary>
public sealed class WorkInFlight
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Begin() => Interlocked.Increment(ref _count);

    /// <summary>Once for each <see cref="Begin"/>, however the call ended.</summary>
    public void End() => Interlocked.Decrement(ref _count);
}
