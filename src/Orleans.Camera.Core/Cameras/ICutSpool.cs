using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Core.Cameras;

/// <summary>The spools of this machine.</summary>
public interface ICutSpools
{
    /// <summary>Opens what an owner before has left, or makes ready for what may come. Never throws for a disk that is broken.</summary>
    ICutSpool Open(string camera);
}

/// <summary>
/// Where the cuts of a live camera lie on disk while the store is away: in their order, behind the write whose outcome nobody
/// knows, so that they are sent only where nobody else has written since. It exists only in that time.
/// </summary>
/// <remarks>Cuts are appended by the run and taken by the grain. Thread safe. The gate's state is left out: a live camera begins anew with it.</remarks>
public interface ICutSpool : IDisposable
{
    /// <summary>Whether it holds anything: then every cut goes through it, and every write is noted in it first.</summary>
    bool IsBegun { get; }

    /// <summary>The latest write noted; null where there is none.</summary>
    SpoolIntent? Intent { get; }

    /// <summary>How many events it has that nobody has taken.</summary>
    int Events { get; }

    /// <summary>Begins it with a write that is under way.</summary>
    /// <param name="intent">Which write it is.</param>
    /// <param name="cut">What it stores; null for a sign of life.</param>
    void Begin(SpoolIntent intent, Cut? cut);

    /// <returns>Whether the cut is on disk; false where the spool has not begun, is full, or cannot be written.</returns>
    bool Append(Cut cut);

    /// <returns>The next cuts as one, up to a few thousand events, the caller's to write; null where none is left.</returns>
    Cut? Take();

    /// <returns>What the latest write that was noted stores; null for a sign of life.</returns>
    Cut? TakeIntended();

    /// <summary>Notes that what was taken last is written now.</summary>
    void Intend(SpoolIntent intent);

    /// <summary>What was noted last is stored. The spool ends where nothing else is left.</summary>
    void Committed();

    /// <summary>Another owner has written: all of it is dropped.</summary>
    void Discard();
}

/// <summary>A write as a spool knows it again.</summary>
/// <param name="Expected">The tag that must be stored.</param>
/// <param name="Next">Its own tag.</param>
/// <param name="Id">Tells it from any other.</param>
public sealed record SpoolIntent(CheckpointTag Expected, CheckpointTag Next, Guid Id);
