using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Core.Checkpoints;

/// <summary>Something that happened on one camera, numbered without holes.</summary>
/// <param name="Sequence">From 1, one more than the event before; unique for the camera, for ever.</param>
/// <param name="Epoch">Which owner counted it.</param>
public abstract record CameraEvent(long Sequence, long Epoch);

/// <summary>An object crossed a line.</summary>
public sealed record CrossingEvent(
    long Sequence, long Epoch, string Line, Direction Direction, string Label, long Track, long Frame, DateTimeOffset Time)
    : CameraEvent(Sequence, Epoch);

/// <summary>An object entered or left a zone, or has been in it for long.</summary>
public sealed record ZoneOccurrence(
    long Sequence, long Epoch, string Zone, ZoneEventKind Kind, string Label, long Track, TimeSpan Dwell, long Frame, DateTimeOffset Time)
    : CameraEvent(Sequence, Epoch);

/// <summary>An interval that was not observed.</summary>
/// <param name="From">UTC.</param>
/// <param name="To">UTC, not before <paramref name="From"/>.</param>
/// <param name="Pictures">How many pictures are missing; 0 where nobody can know.</param>
/// <param name="Reason">One line for an operator, without credentials.</param>
public sealed record GapEvent(long Sequence, long Epoch, DateTimeOffset From, DateTimeOffset To, long Pictures, string Reason)
    : CameraEvent(Sequence, Epoch);
