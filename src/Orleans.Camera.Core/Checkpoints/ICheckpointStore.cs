namespace Orleans.Camera.Core.Checkpoints;

/// <summary>
/// Where checkpoints and events lie. State and events of one write become durable together or not at all, and only where
/// the stored tag is the expected one: so two owners of one camera cannot both count.
/// </summary>
/// <remarks>
/// Every method may throw <see cref="StoreUnavailableException"/>: the store is away, or did not answer in time. Safe for
/// concurrent use; writes of one camera come one at a time.
/// </remarks>
public interface ICheckpointStore
{
    /// <returns>The stored checkpoint with its base; null for a camera that never wrote one.</returns>
    Task<Checkpoint?> ReadAsync(string camera, CancellationToken cancellationToken);

    /// <summary>Stores a write in one statement.</summary>
    /// <returns>
    /// <see cref="CommitOutcome.Committed"/> also where this very write was stored before: after an unknown outcome the same
    /// write is sent again, unchanged, until it is answered.
    /// </returns>
    /// <exception cref="StoreUnavailableException">The outcome is unknown.</exception>
    /// <exception cref="StoreConflictException">
    /// An event of that number exists already, or numbers are missing: a fault of the writer. Nothing was stored.
    /// </exception>
    Task<CommitOutcome> CommitAsync(CheckpointWrite write, CancellationToken cancellationToken);

    /// <summary>Events of one camera in the order of their numbers.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="after">Only events with a greater number.</param>
    /// <param name="limit">At most so many, 1..10,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<CameraEvent>> ReadEventsAsync(string camera, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Who wrote which checkpoint when, for every camera that ever wrote one. Ages are the store's own.</summary>
    Task<IReadOnlyList<CheckpointBeat>> ReadBeatsAsync(CancellationToken cancellationToken);
}

/// <summary>One write: the next checkpoint, and the events since the one before.</summary>
/// <param name="Camera">The camera.</param>
/// <param name="Expected">The tag that must be stored now.</param>
/// <param name="Next">What is stored, with its own tag.</param>
/// <param name="HasNewBase">Whether <see cref="Checkpoint.Base"/> differs from the stored one.</param>
/// <param name="Events">
/// Numbered on from the stored sequence, without holes; the last number, or the stored one, is that of <paramref name="Next"/>.
/// Times are kept to the microsecond.
/// </param>
public sealed record CheckpointWrite(
    string Camera, CheckpointTag Expected, Checkpoint Next, bool HasNewBase, IReadOnlyList<CameraEvent> Events)
{
    /// <summary>
    /// Tells this write from any other with the same tag: two activations that claim at once choose the same one, and only
    /// the one whose write is stored may take it for committed. What is sent again keeps it.
    /// </summary>
    public Guid Id { get; init; } = Guid.NewGuid();
}

public enum CommitOutcome
{
    Committed = 0,

    /// <summary>Another owner has written: whoever gets this must stop and never write again.</summary>
    Fenced = 1,
}

/// <param name="Camera">The camera.</param>
/// <param name="Owner">The silo that wrote.</param>
/// <param name="Tag">Its tag.</param>
/// <param name="Age">How long ago, by the store's clock.</param>
/// <param name="HasEnded">Whether nothing is left to count or to announce.</param>
public sealed record CheckpointBeat(string Camera, string Owner, CheckpointTag Tag, TimeSpan Age, bool HasEnded);
