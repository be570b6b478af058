using System.Buffers.Binary;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Storage.Spooling;

/// <summary>What is read of a spool's file: where its cuts are, and the writes noted in it.</summary>
internal sealed class SpoolFile
{
    /// <summary>Where each cut lies, and how many events it has.</summary>
    public List<(long At, int Length, int Events)> Cuts { get; } = [];

    public SpoolIntent? Intent { get; private set; }

    /// <summary>Number of the first cut, from 0, that the latest noted write stores, and of the first one that it does not.</summary>
    public (int From, int To) Intended { get; private set; }

    /// <summary>Where the last good record ends.</summary>
    public long End { get; private set; }

    /// <summary>Reads up to the first record that is not whole.</summary>
    /// <param name="file">From its beginning.</param>
    /// <param name="camera">Whose it must be.</param>
    public static SpoolFile Read(Stream file, string camera)
    {
        var known = new SpoolFile();
        file.Position = 0;
        while (TryRead(file, known.End) is { } body && known.Take(body, camera))
        {
            known.End += SpoolFormat.Head + body.Length;
        }

        return known;
    }

    /// <returns>What a whole record at that place holds; null where there is none.</returns>
    public static byte[]? TryRead(Stream file, long at)
    {
        Span<byte> head = stackalloc byte[SpoolFormat.Head];
        file.Position = at;
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 1 or > SpoolFormat.Longest || length > file.Length - file.Position)
        {
            return null;
        }

        var body = new byte[length];
        file.ReadExactly(body);
        return SpoolFormat.Checksum(body) == BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) ? body : null;
    }

    public void Add(SpoolIntent intent, int upTo) => (Intent, Intended) = (intent, (Intended.To, upTo));

    public void Add(long at, int length, int events) => Cuts.Add((at, length, events));

    public void Grow(int length) => End += length;

    private bool Take(byte[] body, string camera)
    {
        var from = new StateReader(body.AsMemory(1));
        try
        {
            switch (body[0])
            {
                case SpoolFormat.Name when End == 0:
                    return from.ReadString() == camera;
                case SpoolFormat.Cut when End > 0:
                    Add(End, SpoolFormat.Head + body.Length, SpoolFormat.ReadCut(from).Events.Count);
                    return true;
                case SpoolFormat.Intent when End > 0:
                    var (intent, upTo) = SpoolFormat.ReadIntent(from);
                    if (upTo < Intended.To || upTo > Cuts.Count)
                    {
                        return false;
                    }

                    Add(intent, upTo);
                    return true;
                default:
                    return false;
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
