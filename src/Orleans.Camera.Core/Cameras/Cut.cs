using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Core.Cameras;

/// <summary>All state of a run after picture P, and every event since the cut before. Immutable.</summary>
public sealed record Cut
{
    /// <summary>Version of the definition by which was counted.</summary>
    public required long Configuration { get; init; }

    /// <summary>Which source it is; see <see cref="SourceMark"/>.</summary>
    public required string Source { get; init; }

    /// <summary>Time of PTS zero, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Number of picture P, from 1.</summary>
    public required long Frame { get; init; }

    /// <summary>PTS of picture P.</summary>
    public required TimeSpan Pts { get; init; }

    /// <summary>Checksum of the gate plane of picture P.</summary>
    public required uint Checksum { get; init; }

    /// <summary>State of the pipeline without its gate.</summary>
    public required ReadOnlyMemory<byte> Delta { get; init; }

    /// <summary>State of the gate, where it is to be stored anew: after P or an earlier picture of a merged cut.</summary>
    public CheckpointBase? Base { get; init; }

    /// <summary>In the order in which they came; sequence and epoch are not given yet.</summary>
    public IReadOnlyList<CameraEvent> Events { get; init; } = [];

    /// <summary>
    /// Of a live source, time of the picture that made the oldest of the events sure, UTC; null without events. An event's own time may
    /// be that of an earlier picture.
    /// </summary>
    public DateTimeOffset? SureSince { get; init; }

    /// <summary>Whether the source has ended and all of it is counted.</summary>
    public bool HasEnded { get; init; }

    /// <summary>Of how many cuts it is made.</summary>
    public int Merged { get; init; } = 1;

    /// <summary>A checkpoint with this cut on top; who numbers its events sets what follows from them.</summary>
    public Checkpoint On(Checkpoint before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return before with
        {
            Configuration = Configuration,
            Source = Source,
            Start = Start,
            Frame = Frame,
            Pts = Pts,
            Checksum = Checksum,
            Delta = Delta,
            Base = Base ?? before.Base,
            HasEnded = HasEnded,
        };
    }

    /// <summary>This cut and a later one as one.</summary>
    public Cut Then(Cut later)
    {
        ArgumentNullException.ThrowIfNull(later);
        return later with
        {
            Base = later.Base ?? Base,
            Events = later.Events.Count == 0 ? Events : [.. Events, .. later.Events],
            SureSince = SureSince ?? later.SureSince,
            Merged = Merged + later.Merged,
        };
    }
}
