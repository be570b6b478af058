using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Counting;

/// <summary>Which way an object crossed a line.</summary>
public enum Direction
{
    /// <summary>From the left of the arrow start → end to its right, as seen on the picture.</summary>
    In = 0,

    /// <summary>From the right of the arrow to its left.</summary>
    Out = 1,
}

/// <summary>One counted event.</summary>
/// <param name="Line">Name of the line.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Label">The object's label.</param>
/// <param name="TrackId">The object's track.</param>
/// <param name="At">Where its anchor was on that picture.</param>
/// <param name="Frame">
/// Number of the picture on which it was first seen past the line, from 1. The event itself comes some pictures later, when
/// it is sure: so events of different objects need not come in the order of their pictures.
/// </param>
/// <param name="Time">Time of that picture, UTC.</param>
public sealed record Crossing(
    string Line, Direction Direction, string Label, long TrackId, ImagePoint At, long Frame, DateTimeOffset Time);

/// <summary>What happened to an object in a zone.</summary>
public enum ZoneEventKind
{
    Entered = 0,
    Left = 1,
    Loitering = 2,
}

/// <summary>An object entered or left a zone, or has been in it for long.</summary>
/// <param name="Dwell">How long it has been inside; zero when it enters.</param>
/// <param name="Frame">Number of the picture on which it was first seen inside (outside), or was loitering, from 1.</param>
/// <param name="Time">Time of that picture, UTC.</param>
public sealed record ZoneEvent(
    string Zone, ZoneEventKind Kind, string Label, long TrackId, TimeSpan Dwell, long Frame, DateTimeOffset Time);
