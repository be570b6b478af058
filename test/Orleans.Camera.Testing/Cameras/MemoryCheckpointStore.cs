using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Testing.Cameras;

/// <summary>What a store may do to one call.</summary>
public enum StoreFault
{
    None = 0,

    /// <summary>It does not answer, and nothing happened.</summary>
    Before = 1,

    /// <summary>It did what was asked, but nobody hears of it.</summary>
    After = 2,

    /// <summary>Nobody hears of it, and it does what was asked later, when <see cref="MemoryCheckpointStore.Deliver"/> is called.</summary>
    Late = 3,
}

/// <summary>A checkpoint store in memory, faithful to its contract, which can be told to fail. Thread safe.</summary>
/// <param name="time">The store's own clock.</param>
public sealed class MemoryCheckpointStore(TimeProvider time) : ICheckpointStore, IDefinitionStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Checkpoint State, Guid Write, long At)> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CameraEvent>> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredDefinition> _definitions = new(StringComparer.Ordinal);
    private readonly List<CheckpointWrite> _late = [];

    /// <summary>Asked before every commit.</summary>
    public Func<CheckpointWrite, StoreFault>? OnCommit { get; set; }

    /// <summary>While true, nothing answers.</summary>
    public bool IsAway { get; set; }

    /// <summary>Awaited before every commit.</summary>
    public Func<Task>? Delay { get; set; }

    /// <summary>Every write that was stored, in order.</summary>
    public List<CheckpointWrite> Committed { get; } = [];

    /// <summary>Called after a write was stored, on the thread of whoever sent it.</summary>
    public Action<CheckpointWrite>? Stored { get; set; }

    public Task<Checkpoint?> ReadAsync(string camera, CancellationToken cancellationToken) =>
        Answer<Checkpoint?>(() => _states.TryGetValue(camera, out var row) ? row.State : null);

    public async Task<CommitOutcome> CommitAsync(CheckpointWrite write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        await (Delay?.Invoke() ?? Task.CompletedTask);
        var fault = IsAway ? StoreFault.Before : OnCommit?.Invoke(write) ?? StoreFault.None;
        lock (_lock)
        {
            if (fault == StoreFault.Late)
            {
                _late.Add(write);
            }

            if (fault is StoreFault.Before or StoreFault.Late)
            {
                throw new StoreUnavailableException("the test said so");
            }
        }

        var outcome = Apply(write);
        return fault == StoreFault.After ? throw new StoreUnavailableException("the test said so, after the fact") : outcome;
    }

    /// <summary>Lets the writes arrive that were sent long ago.</summary>
    public void Deliver()
    {
        List<CheckpointWrite> late;
        lock (_lock)
        {
            late = [.. _late];
            _late.Clear();
        }

        foreach (var write in late)
        {
            try
            {
                Apply(write);
            }
            catch (StoreConflictException)
            {
                // Nobody waits for the answer any more.
            }
        }
    }

    public Task<IReadOnlyList<CameraEvent>> ReadEventsAsync(string camera, long after, int limit, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<CameraEvent>>(() => [.. Events(camera).Where(stored => stored.Sequence > after).Take(limit)]);

    public Task<IReadOnlyList<CheckpointBeat>> ReadBeatsAsync(CancellationToken cancellationToken) => Answer<IReadOnlyList<CheckpointBeat>>(() =>
        [.. _states.Select(row => new CheckpointBeat(row.Key, row.Value.State.Owner, row.Value.State.Tag, time.GetElapsedTime(row.Value.At), row.Value.State.IsDone))]);

    public Task<IReadOnlyList<StoredDefinition>> ListAsync(CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<StoredDefinition>>(() => [.. _definitions.Values]);

    Task<StoredDefinition?> IDefinitionStore.ReadAsync(string camera, CancellationToken cancellationToken) =>
        Answer(() => _definitions.GetValueOrDefault(camera));

    public Task<StoredDefinition?> PutAsync(StoredDefinition definition, CancellationToken cancellationToken) => Answer(() =>
    {
        if ((_definitions.GetValueOrDefault(definition.Camera)?.Version ?? 0) != definition.Version)
        {
            return null;
        }

        return _definitions[definition.Camera] = definition with { Version = definition.Version + 1 };
    });

    public Task RemoveAsync(string camera, CancellationToken cancellationToken) => Answer(() => _definitions.Remove(camera));

    /// <summary>What is stored of a camera's events.</summary>
    public IReadOnlyList<CameraEvent> EventsOf(string camera)
    {
        lock (_lock)
        {
            return [.. Events(camera)];
        }
    }

    public Checkpoint? StateOf(string camera)
    {
        lock (_lock)
        {
            return _states.TryGetValue(camera, out var row) ? row.State : null;
        }
    }

    private CommitOutcome Apply(CheckpointWrite write)
    {
        lock (_lock)
        {
            var (stored, id) = _states.TryGetValue(write.Camera, out var row) ? (row.State, row.Write) : (Checkpoint.Empty, Guid.Empty);
            if (stored.Tag != write.Expected)
            {
                return stored.Tag == write.Next.Tag && id == write.Id ? CommitOutcome.Committed : CommitOutcome.Fenced;
            }

            var numbers = write.Events.Select(counted => counted.Sequence);
            if (!numbers.SequenceEqual(Enumerable.Range(1, write.Events.Count).Select(index => stored.Sequence + index)) ||
                write.Next.Sequence != stored.Sequence + write.Events.Count)
            {
                throw new StoreConflictException($"Event {stored.Sequence + 1} was expected.");
            }

            var next = write.HasNewBase ? write.Next : write.Next with { Base = stored.Base };
            _states[write.Camera] = (next, write.Id, time.GetTimestamp());
            Events(write.Camera).AddRange(write.Events);
            Committed.Add(write);
        }

        Stored?.Invoke(write);
        return CommitOutcome.Committed;
    }

    private List<CameraEvent> Events(string camera) =>
        _events.TryGetValue(camera, out var events) ? events : _events[camera] = [];

    private Task<T> Answer<T>(Func<T> ask)
    {
        lock (_lock)
        {
            return IsAway ? Task.FromException<T>(new StoreUnavailableException("the test said so")) : Task.FromResult(ask());
        }
    }
}
