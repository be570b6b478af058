using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Storage.Tests;

/// <summary>Writes of one camera as an owner makes them.</summary>
internal static class Writes
{
    public const string Camera = "lobby";

    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static CheckpointWrite Claim(Checkpoint? stored, string owner)
    {
        var known = stored ?? Checkpoint.Empty;
        return new CheckpointWrite(Camera, known.Tag, known with { Tag = known.Tag.Claimed, Owner = owner }, HasNewBase: false, []);
    }

    /// <summary>The next write of the same owner, with events of all kinds in turn.</summary>
    public static CheckpointWrite Next(Checkpoint stored, int events)
    {
        var frame = stored.Frame + 25;
        var next = stored with
        {
            Tag = stored.Tag.Next,
            Sequence = stored.Sequence + events,
            Frame = frame,
            Pts = TimeSpan.FromSeconds(frame / 25.0),
            Start = Noon,
            Delta = new byte[] { 1, 2, (byte)frame },
        };
        var occurrences = Enumerable.Range(1, events).Select(number => Event(next, stored.Sequence + number));
        return new CheckpointWrite(Camera, stored.Tag, next, HasNewBase: false, [.. occurrences]);
    }

    private static CameraEvent Event(Checkpoint next, long sequence)
    {
        var (epoch, frame, time) = (next.Tag.Epoch, next.Frame, Noon + next.Pts);
        var who = $"{next.Owner} {next.Tag}";
        return (sequence % 3) switch
        {
            0 => new GapEvent(sequence, epoch, time, time.AddSeconds(1.5), 7, who),
            1 => new CrossingEvent(sequence, epoch, who, (Direction)(sequence % 2), "person", sequence, frame, time),
            _ => new ZoneOccurrence(sequence, epoch, who, (ZoneEventKind)(sequence % 3), "bicycle", 3, TimeSpan.FromMilliseconds(40), frame, time),
        };
    }
}
