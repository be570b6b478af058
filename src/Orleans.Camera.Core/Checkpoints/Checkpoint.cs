namespace Orleans.Camera.Core.Checkpoints;

/// <summary>Everything about one camera after picture P. Immutable.</summary>
public sealed record Checkpoint
{
    /// <summary>The checkpoint of a camera that has not begun.</summary>
    public static Checkpoint Empty { get; } = new();

    public CheckpointTag Tag { get; init; }

    /// <summary>The silo that wrote it, for the roster and for operators.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Version of the camera's definition by which it was counted.</summary>
    public long Configuration { get; init; }

    /// <summary>What the source was (<see cref="Frames.SourceInfo"/>): a file that changed is another source.</summary>
    public string Source { get; init; } = "";

    /// <summary>Sequence number of the latest event; 0 before the first. Goes on over owners and configurations.</summary>
    public long Sequence { get; init; }

    /// <summary>Sequence number of the latest event that was announced: at least once, never more than <see cref="Sequence"/>.</summary>
    public long Announced { get; init; }

    /// <summary>Time of PTS zero, UTC; null before the first picture.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Number of picture P, from 1; 0 before the first.</summary>
    public long Frame { get; init; }

    /// <summary>PTS of picture P.</summary>
    public TimeSpan Pts { get; init; }

    /// <summary>Checksum of the gate plane of picture P.</summary>
    public uint Checksum { get; init; }

    /// <summary>State of the pipeline after picture P, without the gate's background; a few KB.</summary>
    public ReadOnlyMemory<byte> Delta { get; init; }

    /// <summary>The gate's background after picture B, B at most P; null before the first one.</summary>
    public CheckpointBase? Base { get; init; }

    /// <summary>Crossings so far by line, label and direction, over all configurations.</summary>
    public IReadOnlyList<CrossingTotal> Totals { get; init; } = [];

    /// <summary>Whether the source has ended and all of it is counted.</summary>
    public bool HasEnded { get; init; }

    /// <summary>Whether nothing is left to count or to announce.</summary>
    public bool IsDone => HasEnded && Announced >= Sequence;
}

/// <summary>State of the motion gate after picture B: at most 64 KB, in a row of its own, written every 4 s of footage.</summary>
/// <param name="Frame">Number of picture B.</param>
/// <param name="Pts">PTS of picture B.</param>
/// <param name="Checksum">Checksum of the gate plane of picture B.</param>
/// <param name="State">What the pipeline saved.</param>
public sealed record CheckpointBase(long Frame, TimeSpan Pts, uint Checksum, ReadOnlyMemory<byte> State);

/// <summary>Crossings of one line and label.</summary>
public sealed record CrossingTotal(string Line, string Label, long In, long Out);
