using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Simulation.Clock;

namespace Orleans.Camera.Simulation.Store;

/// <summary>The store as one silo reaches it: over a network, which delays, and loses words and answers.</summary>
internal sealed class SimStore(World world, Node silo, StoreCore core, StoreWeather weather, Bug bug, Action<string> committed)
    : ICheckpointStore, IDefinitionStore, IGrainStateStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public Task<Checkpoint?> ReadAsync(string camera, CancellationToken cancellationToken) => AskAsync(() =>
        core.Rows.TryGetValue(camera, out var row) && row.State.Tag != CheckpointTag.None ? row.State : null);

    public Task<CommitOutcome> CommitAsync(CheckpointWrite write, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<CommitOutcome>();
        if (bug == Bug.AnnounceBeforeCommit)
        {
            world.After(world.Between(0.2, 1), silo, () => Try(write));
            world.After(Trip(), silo, () => answer.TrySetResult(CommitOutcome.Committed));
            return answer.Task.WaitAsync(cancellationToken);
        }

        world.After(Trip(), world.Outside, () => Arrive(write, answer));
        return answer.Task.WaitAsync(cancellationToken);
    }

    public Task<IReadOnlyList<CameraEvent>> ReadEventsAsync(string camera, long after, int limit, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<CameraEvent>>(() => [.. core.Of(camera).Events.Skip((int)after).Take(limit)]);

    public Task<IReadOnlyList<CheckpointBeat>> ReadBeatsAsync(CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<CheckpointBeat>>(() => [.. core.Rows.Where(row => row.Value.State.Tag != CheckpointTag.None).Select(row =>
            new CheckpointBeat(row.Key, row.Value.State.Owner, row.Value.State.Tag, world.Now - row.Value.At, row.Value.State.IsDone))]);

    public Task<IReadOnlyList<StoredDefinition>> ListAsync(CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<StoredDefinition>>(() => [.. core.Definitions.Values]);

    Task<StoredDefinition?> IDefinitionStore.ReadAsync(string camera, CancellationToken cancellationToken) =>
        AskAsync(() => core.Definitions.GetValueOrDefault(camera));

    public Task<StoredDefinition?> PutAsync(StoredDefinition definition, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody changes definitions here.");

    public Task RemoveAsync(string camera, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody changes definitions here.");

    public Task<StoredState?> ReadAsync(StateKey key, CancellationToken cancellationToken) => AskAsync(() => core.States.GetValueOrDefault(key));

    public Task<string?> WriteAsync(StateKey key, string? expected, StoredState state, CancellationToken cancellationToken) => AskAsync(() =>
    {
        var stored = core.States.GetValueOrDefault(key)?.Tag;
        return stored == expected ? (core.States[key] = state).Tag : stored;
    });

    public Task<string?> ClearAsync(StateKey key, string? expected, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody clears states here.");

    private TimeSpan Trip() => world.Between(0.0005, 0.005);

    private bool IsLost => weather.IsSilent || weather.CutOff.Contains(silo.Name);

    private Task<T> AskAsync<T>(Func<T> ask)
    {
        var answer = new TaskCompletionSource<T>();
        world.After(Trip(), world.Outside, () =>
        {
            if (IsLost || weather.IsRefusing)
            {
                Refuse(answer);
                return;
            }

            var known = ask();
            world.After(Trip(), silo, () => answer.TrySetResult(known));
        });
        return answer.Task;
    }

    private void Arrive(CheckpointWrite write, TaskCompletionSource<CommitOutcome> answer)
    {
        if (IsLost || weather.IsRefusing)
        {
            Refuse(answer);
            return;
        }

        if (world.Random.NextDouble() < weather.Unknown)
        {
            Forget(write, answer);
            return;
        }

        try
        {
            var outcome = core.Apply(write, world.Now);
            world.After(Trip(), silo, () =>
            {
                if (outcome == CommitOutcome.Committed)
                {
                    committed(write.Camera);
                }

                answer.TrySetResult(outcome);
            });
        }
        catch (StoreConflictException conflict)
        {
            world.Note($"conflict: {conflict.Message}");
            world.After(Trip(), silo, () => answer.TrySetException(conflict));
        }
    }

    /// <summary>Nobody hears what became of it: nothing, everything, or everything but later.</summary>
    private void Forget(CheckpointWrite write, TaskCompletionSource<CommitOutcome> answer)
    {
        switch (world.Random.Next(3))
        {
            case 0:
                break;
            case 1:
                Try(write);
                break;
            default:
                world.After(world.Between(0.1, 8), world.Outside, () => Try(write));
                break;
        }

        Refuse(answer);
    }

    private void Try(CheckpointWrite write)
    {
        try
        {
            core.Apply(write, world.Now);
        }
        catch (StoreConflictException conflict)
        {
            world.Note($"conflict: {conflict.Message}");
        }
    }

    private void Refuse<T>(TaskCompletionSource<T> answer) => world.After(
        weather.IsRefusing ? Trip() : Patience, silo, () => answer.TrySetException(new StoreUnavailableException("it does not answer")));
}
