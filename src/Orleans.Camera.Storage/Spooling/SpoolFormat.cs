using System.Buffers.Binary;
using System.Numerics;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Storage.Spooling;

/// <summary>
/// One record of a spool: its length, a checksum, its kind, and what it holds. Whatever is cut short or damaged is no record,
/// so that an event is there as a whole or not at all.
/// </summary>
internal static class SpoolFormat
{
    public const int Head = 8;
    public const int Longest = 64 << 20;

    public const byte Name = 1;
    public const byte Cut = 2;
    public const byte Intent = 3;

    /// <summary>Of everything after the head (CRC-32C, RFC 3720).</summary>
    public static uint Checksum(ReadOnlySpan<byte> body)
    {
        var checksum = uint.MaxValue;
        foreach (var value in body)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return ~checksum;
    }

    public static byte[] Record(byte kind, Action<StateWriter> write)
    {
        var body = new StateWriter();
        body.Write(kind);
        write(body);
        var record = new byte[Head + body.Written.Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, body.Written.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Checksum(body.Written.Span));
        body.Written.CopyTo(record.AsMemory(Head));
        return record;
    }

    public static void Write(StateWriter to, SpoolIntent intent, int upTo)
    {
        Write(to, intent.Expected);
        Write(to, intent.Next);
        to.Write(intent.Id.ToByteArray());
        to.Write(upTo);
    }

    public static (SpoolIntent Intent, int UpTo) ReadIntent(StateReader from) =>
        (new SpoolIntent(ReadTag(from), ReadTag(from), ReadGuid(from)), from.ReadInt32());

    public static void Write(StateWriter to, Cut cut)
    {
        to.Write(cut.Configuration);
        to.Write(cut.Source);
        to.Write(cut.Start);
        to.Write(cut.Frame);
        to.Write(cut.Pts);
        to.Write((int)cut.Checksum);
        to.Write(cut.Delta.Span);
        to.Write(cut.HasEnded);
        to.Write(cut.Merged);
        to.Write(cut.Events.Count);
        foreach (var happened in cut.Events)
        {
            Write(to, happened);
        }
    }

    public static Cut ReadCut(StateReader from)
    {
        var cut = new Cut
        {
            Configuration = from.ReadInt64(), Source = from.ReadString(), Start = from.ReadTime(), Frame = from.ReadInt64(),
            Pts = from.ReadTimeSpan(), Checksum = (uint)from.ReadInt32(), Delta = from.ReadBytes().ToArray(),
            HasEnded = from.ReadBoolean(), Merged = from.ReadInt32(),
        };
        var events = new CameraEvent[from.ReadCount()];
        for (var index = 0; index < events.Length; index++)
        {
            events[index] = ReadEvent(from);
        }

        return cut with { Events = events };
    }

    private static void Write(StateWriter to, CameraEvent happened)
    {
        switch (happened)
        {
            case CrossingEvent e:
                WriteHappening(to, 1, e.Line, (byte)e.Direction, e.Label, e.Track, TimeSpan.Zero, e.Frame, e.Time);
                break;
            case ZoneOccurrence e:
                WriteHappening(to, 2, e.Zone, (byte)e.Kind, e.Label, e.Track, e.Dwell, e.Frame, e.Time);
                break;
            case GapEvent e:
                to.Write((byte)3);
                to.Write(e.From);
                to.Write(e.To);
                to.Write(e.Pictures);
                to.Write(e.Reason);
                break;
            default:
                throw new ArgumentException($"A {happened.GetType().Name} cannot be kept.", nameof(happened));
        }
    }

    private static void WriteHappening(
        StateWriter to, byte kind, string name, byte what, string label, long track, TimeSpan dwell, long frame, DateTimeOffset time)
    {
        to.Write(kind);
        to.Write(name);
        to.Write(what);
        to.Write(label);
        to.Write(track);
        to.Write(dwell);
        to.Write(frame);
        to.Write(time);
    }

    private static CameraEvent ReadEvent(StateReader from)
    {
        var kind = from.ReadByte();
        if (kind == 3)
        {
            return new GapEvent(0, 0, from.ReadTime(), from.ReadTime(), from.ReadInt64(), from.ReadString());
        }

        var (name, what, label, track) = (from.ReadString(), from.ReadByte(), from.ReadString(), from.ReadInt64());
        var (dwell, frame, time) = (from.ReadTimeSpan(), from.ReadInt64(), from.ReadTime());
        return kind switch
        {
            1 when what <= (byte)Direction.Out => new CrossingEvent(0, 0, name, (Direction)what, label, track, frame, time),
            2 when what <= (byte)ZoneEventKind.Loitering => new ZoneOccurrence(0, 0, name, (ZoneEventKind)what, label, track, dwell, frame, time),
            _ => throw new InvalidDataException($"The spool has an event of kind {kind}.{what}, which there is not."),
        };
    }

    private static void Write(StateWriter to, CheckpointTag tag)
    {
        to.Write(tag.Epoch);
        to.Write(tag.Write);
    }

    private static CheckpointTag ReadTag(StateReader from) => new(from.ReadInt64(), from.ReadInt64());

    private static Guid ReadGuid(StateReader from) => from.ReadBytes() is { Length: 16 } bytes
        ? new Guid(bytes)
        : throw new InvalidDataException("The spool has a damaged name of a write.");
}
