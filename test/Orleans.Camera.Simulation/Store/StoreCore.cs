using System.Buffers.Binary;
using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Simulation.Store;

/// <summary>What is stored, and every write that became so: the truth of a schedule.</summary>
/// <param name="bug">What it does wrong.</param>
internal sealed class StoreCore(Bug bug)
{
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);

    public Dictionary<string, StoredDefinition> Definitions { get; } = new(StringComparer.Ordinal);

    public Dictionary<StateKey, StoredState> States { get; } = [];

    public IReadOnlyDictionary<string, Row> Rows => _rows;

    /// <summary>Called after each write that became durable.</summary>
    public Action<CheckpointWrite>? Stored { get; set; }

    public Row Of(string camera) => _rows.TryGetValue(camera, out var row) ? row : _rows[camera] = new();

    /// <exception cref="StoreConflictException">As the contract says.</exception>
    public CommitOutcome Apply(CheckpointWrite write, TimeSpan now)
    {
        var row = Of(write.Camera);
        if (row.State.Tag != write.Expected && bug != Bug.NoTagCheck)
        {
            return bug == Bug.ConflictDoNothing ? PassOver(row, write)
                : row.State.Tag == write.Next.Tag && row.Write == write.Id ? CommitOutcome.Committed : CommitOutcome.Fenced;
        }

        if (write.Events.Any(counted => counted.Sequence <= row.Events.Count))
        {
            throw new StoreConflictException($"Event {write.Events[0].Sequence} of camera {write.Camera} is stored already.");
        }

        if (write.Next.Sequence != row.Events.Count + write.Events.Count && bug != Bug.NoTagCheck)
        {
            throw new StoreConflictException($"Event {row.Events.Count + 1} of camera {write.Camera} was expected.");
        }

        row.State = write.Next with { Base = write.HasNewBase ? Background(row.State.Base, write.Next.Base) : row.State.Base };
        row.Write = write.Id;
        row.At = now;
        row.Events.AddRange(write.Events);
        Stored?.Invoke(write);
        return CommitOutcome.Committed;
    }

    private static CommitOutcome PassOver(Row row, CheckpointWrite write)
    {
        row.Events.AddRange(write.Events.Where(counted => counted.Sequence == row.Events.Count + 1));
        return CommitOutcome.Committed;
    }

    private CheckpointBase? Background(CheckpointBase? stored, CheckpointBase? saved)
    {
        if (bug != Bug.UnsavedBackground || stored is null || saved is null)
        {
            return saved;
        }

        // The old background, said to be that of the new picture: its number comes after a mark of four bytes.
        var state = stored.State.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(sizeof(int)), saved.Frame);
        return saved with { State = state };
    }

    internal sealed class Row
    {
        public Checkpoint State { get; set; } = Checkpoint.Empty;

        public Guid Write { get; set; }

        public TimeSpan At { get; set; }

        public List<CameraEvent> Events { get; } = [];
    }
}
