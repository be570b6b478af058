using System.Buffers.Binary;

namespace Orleans.Camera.Vision.Sources.Relays;

/// <summary>Tells from the packets of one RTSP connection how long the next picture may wait for those after it.</summary>
/// <remarks>
/// The pictures' rate is learnt from the marker bit, which the last packet of each picture carries (RFC 3550, section 5.1), in
/// packets interleaved with RTSP (RFC 2326, section 10.12). A server that sets no markers is passed on at once, as is the rest of
/// a picture of which a part has been passed on.
/// </remarks>
/// <param name="options">How long is allowed.</param>
/// <param name="time">The clock.</param>
internal sealed class PictureCoalescer(Coalescing options, TimeProvider time)
{
    private const int InterleavedHeader = 4;
    private const byte Marker = 0x80;
    private const int Smoothing = 8;

    /// <summary>The part of an interval that a picture may come late and still be waited for.</summary>
    private const int Tremble = 8;

    private long? _last;
    private TimeSpan _interval;
    private bool _isBetweenPictures;

    /// <summary>How long to wait once the next bytes are there; zero: not at all.</summary>
    public TimeSpan Hold => _isBetweenPictures && options.IsWanted() ? HoldFor(_interval) : TimeSpan.Zero;

    /// <summary>Looks at whole interleaved packets that are passed on.</summary>
    public void Passed(ReadOnlySpan<byte> packets)
    {
        var pictures = 0;
        while (packets.Length >= InterleavedHeader)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(packets[2..]);

            // An even channel carries pictures, the odd one after it the reports about them (RTCP).
            if ((packets[1] & 1) == 0 && length > 1)
            {
                _isBetweenPictures = (packets[InterleavedHeader + 1] & Marker) != 0;
                pictures += _isBetweenPictures ? 1 : 0;
            }

            packets = packets[Math.Min(packets.Length, InterleavedHeader + length)..];
        }

        if (pictures > 0)
        {
            Learn(pictures);
        }
    }

    private void Learn(int pictures)
    {
        var now = time.GetTimestamp();
        if (_last is { } last)
        {
            var interval = time.GetElapsedTime(last, now) / pictures;
            _interval = _interval == TimeSpan.Zero ? interval : _interval + ((interval - _interval) / Smoothing);
        }

        _last = now;
    }

    /// <summary>For as many pictures as come within the time allowed, and a little longer, since they do not come evenly.</summary>
    private TimeSpan HoldFor(TimeSpan interval)
    {
        if (interval <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        var late = interval / Tremble;
        var pictures = Math.Floor((options.Longest - late) / interval);
        return pictures < 1 ? TimeSpan.Zero : (pictures * interval) + late;
    }
}
