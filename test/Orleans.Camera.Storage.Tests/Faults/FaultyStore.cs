using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.Tests.Faults;

/// <summary>A store as one owner sees it, on whose way requests and answers are lost.</summary>
internal sealed class FaultyStore(ICheckpointStore store, Action<Fault>? onWire = null)
{
    /// <exception cref="StoreUnavailableException">The request or its answer was lost.</exception>
    public async Task<CommitOutcome> CommitAsync(CheckpointWrite write, Fault fault)
    {
        if (onWire is not null)
        {
            onWire(fault);
            return await store.CommitAsync(write, CancellationToken.None);
        }

        if (fault == Fault.LostRequest)
        {
            throw new StoreUnavailableException("The request was lost.");
        }

        var outcome = await store.CommitAsync(write, CancellationToken.None);
        return fault == Fault.LostAnswer ? throw new StoreUnavailableException("The answer was lost.") : outcome;
    }

    /// <summary>Reads until the store answers: the connection may still be a broken one.</summary>
    public async Task<Checkpoint?> ReadAsync(string camera, Func<Task> whenAway)
    {
        while (true)
        {
            try
            {
                return await store.ReadAsync(camera, CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                await whenAway();
            }
        }
    }
}
