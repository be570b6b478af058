using System.Buffers.Binary;
using System.Text;

namespace Orleans.Camera.Vision.Sources.Relays;

/// <summary>
/// Cuts a connection of RTSP (RFC 2326) or HTTP/1.1 into heads, each up to its empty line, and what lies between them.
/// </summary>
/// <remarks>Memory is bounded, whatever comes: a head longer than 32 KB is an <see cref="InvalidDataException"/>.</remarks>
internal sealed class RelayReader(Stream stream)
{
    private const int LongestHead = 32768;
    private const int InterleavedHeader = 4;
    private const byte Interleaved = (byte)'$';

    private readonly byte[] _buffer = new byte[InterleavedHeader + ushort.MaxValue];
    private int _start;
    private int _end;

    /// <summary>Whether all that had come at the last look has been handed out.</summary>
    public bool IsDrained { get; private set; }

    private ReadOnlyMemory<byte> Waiting => _buffer.AsMemory(_start.._end);

    /// <summary>Reads the next head, or the next interleaved packets of RTSP, as many as are there in whole.</summary>
    /// <returns>Empty at the end of the connection. Valid until the next call.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = LengthOfNext(Waiting.Span);
            if (length > 0)
            {
                var next = _buffer.AsMemory(_start, length);
                _start += length;
                IsDrained = _start == _end && _end < _buffer.Length;
                return next;
            }

            if (!await ReadMoreAsync(cancellationToken).ConfigureAwait(false))
            {
                return ReadOnlyMemory<byte>.Empty;
            }
        }
    }

    public static bool ArePackets(ReadOnlySpan<byte> next) => next[0] == Interleaved;

    /// <summary>Waits until there is something to read, or the end.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        _ = await stream.ReadAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);

    /// <summary>Passes on so many bytes.</summary>
    public async Task CopyAsync(long bytes, Stream to, CancellationToken cancellationToken)
    {
        while (bytes > 0 && (_end > _start || await ReadMoreAsync(cancellationToken).ConfigureAwait(false)))
        {
            var next = Waiting[..(int)Math.Min(bytes, _end - _start)];
            await to.WriteAsync(next, cancellationToken).ConfigureAwait(false);
            _start += next.Length;
            bytes -= next.Length;
        }
    }

    /// <summary>The bytes after <c>name:</c> in a head; null where there is no such line.</summary>
    public static string? Field(string head, string name) => Fields(head, name).FirstOrDefault();

    /// <summary>Every line of this name.</summary>
    public static IEnumerable<string> Fields(string head, string name) => head.Split("\r\n")
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim());

    /// <summary>How many bytes follow a head, where it says so.</summary>
    public static long BodyLength(string head) => long.TryParse(Field(head, "Content-Length"), out var length) ? Math.Max(0, length) : 0;

    public static string Text(ReadOnlyMemory<byte> head) => Encoding.Latin1.GetString(head.Span);

    private static int LengthOfNext(ReadOnlySpan<byte> waiting)
    {
        if (waiting.Length > 0 && ArePackets(waiting))
        {
            var whole = 0;
            while (waiting.Length - whole >= InterleavedHeader && waiting[whole] == Interleaved)
            {
                var next = whole + InterleavedHeader + BinaryPrimitives.ReadUInt16BigEndian(waiting[(whole + 2)..]);
                if (next > waiting.Length)
                {
                    break;
                }

                whole = next;
            }

            return whole;
        }

        var end = waiting.IndexOf("\r\n\r\n"u8);
        return end < 0 && waiting.Length <= LongestHead ? 0
            : end is >= 0 and <= LongestHead ? end + 4
            : throw new InvalidDataException("the server's answer is too long");
    }

    private async ValueTask<bool> ReadMoreAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            Waiting.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }
}
