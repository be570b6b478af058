using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Sources.Nut;

/// <summary>
/// Reads the one stream of uncompressed pictures that FFmpeg writes as NUT
/// (https://ffmpeg.org/~michael/nut.txt), and nothing more of NUT than that takes.
/// </summary>
/// <remarks>
/// NUT is what carries a time stamp for every picture at a cost of a few bytes. Checksums are not looked at: the bytes come
/// from a pipe. Whatever the bytes are, the answers are a picture, the end, or an <see cref="InvalidDataException"/> or
/// <see cref="EndOfStreamException"/>; memory does not depend on them.
/// </remarks>
internal sealed class NutReader
{
    private const ulong MainStart = 0x4E4D7A561F5F04AD;
    private const ulong StreamStart = 0x4E5311405BF2F9DB;
    private const ulong SyncpointStart = 0x4E4BE4ADEECA4569;
    private const int ChecksumBytes = 4;
    private const int LargestPacket = 1 << 20;

    // A packet longer than this carries a checksum of its header; a frame longer than this is written in full.
    private const int LongPacket = 4096;

    private static readonly byte[] FileId = "nut/multimedia container\0"u8.ToArray();

    private readonly NutBuffer _buffer;
    private readonly int _pictureBytes;
    private MainHeader? _main;
    private int _ptsBits;
    private long _pts;
    private byte[] _elided = [];

    /// <param name="input">Where the bytes come from.</param>
    /// <param name="pictureBytes">The size that every picture must have; 0: width times height of the header.</param>
    public NutReader(INutInput input, int pictureBytes = 0) => (_buffer, _pictureBytes) = (new NutBuffer(input), pictureBytes);

    /// <summary>Size of the stream's pictures, once <see cref="ReadHeaders"/> has returned.</summary>
    public PictureSize Size { get; private set; }

    /// <summary>How many bytes have been read and not been looked at.</summary>
    public int Waiting => _buffer.Waiting;

    /// <summary>Reads up to the headers' end. Blocks until they are there.</summary>
    public void ReadHeaders()
    {
        Span<byte> id = stackalloc byte[FileId.Length];
        _buffer.ReadExactly(id);
        if (!id.SequenceEqual(FileId))
        {
            throw new InvalidDataException("The picture stream does not begin as NUT.");
        }

        while (Size.IsEmpty)
        {
            if (_buffer.Peek() != 'N')
            {
                throw new InvalidDataException("The picture stream is damaged: a picture before its headers.");
            }

            ReadPacket();
        }
    }

    /// <summary>Goes to the next picture. Its pixels must then be read by <see cref="ReadPixels"/>.</summary>
    /// <returns>False at the end.</returns>
    public bool TryReadPicture(out long pts)
    {
        while (!_buffer.IsAtEnd)
        {
            if (_buffer.Peek() == 'N')
            {
                ReadPacket();
                continue;
            }

            ReadFrameHeader();
            pts = _pts;
            return true;
        }

        pts = 0;
        return false;
    }

    /// <param name="pixels">As long as a picture.</param>
    public void ReadPixels(Span<byte> pixels)
    {
        _elided.CopyTo(pixels);
        _buffer.ReadExactly(pixels[_elided.Length..]);
    }

    private void ReadPacket()
    {
        var start = _buffer.ReadUInt64();
        var length = _buffer.ReadNumber();
        if (length is < ChecksumBytes or > LargestPacket)
        {
            throw new InvalidDataException($"The picture stream is damaged: a packet of {length} bytes.");
        }

        if (length > LongPacket)
        {
            _buffer.Skip(ChecksumBytes);
        }

        var end = _buffer.Position + length;
        Interpret(start);
        if (_buffer.Position > end)
        {
            throw new InvalidDataException("The picture stream is damaged: a packet is too short.");
        }

        _buffer.Skip(end - _buffer.Position);
    }

    private void Interpret(ulong start)
    {
        switch (start)
        {
            case MainStart:
                // Repeated from time to time; always the same.
                _main ??= MainHeader.Read(_buffer);
                break;
            case StreamStart when Size.IsEmpty:
                ReadStreamHeader();
                break;
            case SyncpointStart:
                // Every time base is that of the one stream.
                var main = _main ?? throw new InvalidDataException("The picture stream is damaged: no main header.");
                _pts = _buffer.ReadNumber() / main.TimeBases;
                break;
            default:
                break;
        }
    }

    private void ReadStreamHeader()
    {
        var stream = _buffer.ReadNumber();
        var kind = _buffer.ReadNumber();
        _buffer.Skip(_buffer.ReadNumber());
        _ = _buffer.ReadNumber();
        _ptsBits = (int)Math.Min(_buffer.ReadNumber(), 63);
        _ = _buffer.ReadNumber();
        _ = _buffer.ReadNumber();
        _ = _buffer.ReadNumber();
        _buffer.Skip(_buffer.ReadNumber());
        var (width, height) = (_buffer.ReadNumber(), _buffer.ReadNumber());
        if (stream != 0 || kind != 0 || _ptsBits > 16 || width is < 1 or > 65536 || height is < 1 or > 65536 * 3 || width * height > int.MaxValue / 2)
        {
            throw new InvalidDataException($"The picture stream is damaged: a stream of {width}x{height}.");
        }

        Size = new PictureSize((int)width, (int)height);
    }

    private void ReadFrameHeader()
    {
        var main = _main ?? throw new InvalidDataException("The picture stream is damaged: no main header.");
        var code = main.Codes[_buffer.ReadByte()];
        var flags = code.Flags;
        flags ^= flags.HasFlag(FrameFlags.Coded) ? (FrameFlags)(_buffer.ReadNumber() & 0xFFFF) : FrameFlags.None;
        var stream = flags.HasFlag(FrameFlags.Stream) ? _buffer.ReadNumber() : code.Stream;
        _pts = flags.HasFlag(FrameFlags.CodedPts) ? Restore(_buffer.ReadNumber()) : _pts + code.PtsDelta;
        var more = flags.HasFlag(FrameFlags.Size) ? _buffer.ReadNumber() : 0;
        _ = flags.HasFlag(FrameFlags.MatchTime) ? _buffer.ReadSigned() : 0;
        var header = flags.HasFlag(FrameFlags.Header) ? _buffer.ReadNumber() : code.Header;
        var reserved = flags.HasFlag(FrameFlags.Reserved) ? _buffer.ReadNumber() : code.Reserved;
        for (long i = 0; i < reserved; i++)
        {
            _ = _buffer.ReadNumber();
        }

        if (flags.HasFlag(FrameFlags.Checksum))
        {
            _buffer.Skip(ChecksumBytes);
        }

        var size = (Int128)code.Size + ((Int128)more * code.SizeFactor);
        var expected = _pictureBytes == 0 ? Size.Area : _pictureBytes;
        // Only small frames leave out the bytes with which many of their kind begin.
        header = size > LongPacket ? 0 : header;
        if (flags.HasFlag(FrameFlags.Invalid) || flags.HasFlag(FrameFlags.SideData) || stream != 0 || size != expected ||
            header >= main.Headers.Length || main.Headers[header].Length > size)
        {
            throw new InvalidDataException("The picture stream is damaged: a picture's header.");
        }

        _elided = main.Headers[header];
    }

    /// <summary>Small values hold the low bits only, near the last time stamp.</summary>
    private long Restore(long coded)
    {
        if (coded >= 1L << _ptsBits)
        {
            return coded - (1L << _ptsBits);
        }

        var mask = (1L << _ptsBits) - 1;
        var least = _pts - (mask / 2);
        return ((coded - least) & mask) + least;
    }
}
