namespace Orleans.Camera.Core.Workers;

/// <summary>What may follow what in the life of a worker.</summary>
/// <remarks>
/// <c>starting → ready ⇄ busy → draining</c>; anything may fail; a failed worker starts anew. A drained worker never comes back:
/// the registry forgets it, and what replaces it has another slot.
/// </remarks>
public static class WorkerLife
{
    public static bool May(WorkerState from, WorkerState to) => (from, to) switch
    {
        (WorkerState.Starting, WorkerState.Ready or WorkerState.Draining or WorkerState.Failed) => true,
        (WorkerState.Ready, WorkerState.Busy or WorkerState.Draining or WorkerState.Failed) => true,
        (WorkerState.Busy, WorkerState.Ready or WorkerState.Draining or WorkerState.Failed) => true,
        (WorkerState.Draining, WorkerState.Failed) => true,
        (WorkerState.Failed, WorkerState.Starting) => true,
        _ => false,
    };

    public static bool TakesPictures(WorkerState state) => state is WorkerState.Ready or WorkerState.Busy;
}
