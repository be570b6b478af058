using System.Buffers.Binary;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Benchmarks.Density.Cameras;

/// <summary>
/// An H.264 clip as a camera sends it over RTSP: for each picture the bytes of its packets (RFC 6184), interleaved with RTSP
/// (RFC 2326, section 10.12), made once for all cameras that send it.
/// </summary>
internal sealed class RtpClip
{
    public const int PayloadType = 96;
    public const int ClockRate = 90_000;
    private const int MostPayload = 1400;
    private const int InterleavedHeader = 4;
    private const int RtpHeader = 12;
    private const byte FragmentationUnit = 28;
    private const byte TypeMask = 0x1F;
    private const byte Delimiter = 9;
    private const byte Parameters = 7;
    private const byte PictureParameters = 8;
    private static readonly byte[] StartCode = [0, 0, 1];

    private RtpClip(IReadOnlyList<byte[]> pictures, byte[] parameters, byte[] pictureParameters, double framesPerSecond) =>
        (Pictures, SequenceParameters, PictureParameterSet, FramesPerSecond) = (pictures, parameters, pictureParameters, framesPerSecond);

    /// <summary>What is sent at the time of each picture.</summary>
    public IReadOnlyList<byte[]> Pictures { get; }

    public byte[] SequenceParameters { get; }

    public byte[] PictureParameterSet { get; }

    public double FramesPerSecond { get; }

    /// <exception cref="BenchException">It is no H.264.</exception>
    public static async Task<RtpClip> ReadAsync(string path, double framesPerSecond)
    {
        // A delimiter begins each picture.
        var stream = (await ProgramRun.OfAsync(
            "ffmpeg", ["-v", "error", "-i", path, "-map", "0:v:0", "-c", "copy", "-bsf:v", "h264_mp4toannexb,h264_metadata=aud=insert", "-f", "h264", "-"])).Output;
        var (pictures, writer) = (new List<byte[]>(), new PictureWriter());
        byte[] parameters = [], pictureParameters = [];
        var units = new List<ReadOnlyMemory<byte>>();
        foreach (var unit in Units(stream))
        {
            switch (unit.Span[0] & TypeMask)
            {
                case Delimiter:
                    Flush();
                    continue;
                case Parameters:
                    parameters = unit.ToArray();
                    break;
                case PictureParameters:
                    pictureParameters = unit.ToArray();
                    break;
            }

            units.Add(unit);
        }

        Flush();
        return pictures.Count > 0 && parameters.Length > 3 && pictureParameters.Length > 0
            ? new RtpClip(pictures, parameters, pictureParameters, framesPerSecond)
            : throw new BenchException($"{path}: this is no H.264 that a camera could send");

        void Flush()
        {
            if (units.Count > 0)
            {
                pictures.Add(writer.Write(units, (uint)(pictures.Count * ClockRate / framesPerSecond)));
                units.Clear();
            }
        }
    }

    /// <summary>The units between the start codes of a byte stream (ITU-T H.264, annex B).</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Units(byte[] stream)
    {
        var start = stream.AsSpan().IndexOf(StartCode) + StartCode.Length;
        while (start > StartCode.Length - 1 && start < stream.Length)
        {
            var length = stream.AsSpan(start).IndexOf(StartCode);
            var end = length < 0 ? stream.Length : start + length;

            // The zero before a longer start code belongs to it.
            var unit = stream.AsMemory(start..end);
            yield return stream[end - 1] == 0 ? unit[..unit.Span.TrimEnd((byte)0).Length] : unit;
            start = end + StartCode.Length;
        }
    }

    /// <summary>Writes the packets of pictures, numbered through the clip.</summary>
    private sealed class PictureWriter
    {
        private readonly MemoryStream _packets = new();
        private ushort _sequence;

        public byte[] Write(List<ReadOnlyMemory<byte>> units, uint time)
        {
            _packets.SetLength(0);
            for (var i = 0; i < units.Count; i++)
            {
                Write(units[i].Span, time, isLast: i == units.Count - 1);
            }

            return _packets.ToArray();
        }

        private void Write(ReadOnlySpan<byte> unit, uint time, bool isLast)
        {
            if (unit.Length <= MostPayload)
            {
                Write([], unit, time, isLast);
                return;
            }

            var header = unit[0];
            var rest = unit[1..];
            for (var isFirst = true; !rest.IsEmpty; isFirst = false)
            {
                var part = rest[..Math.Min(rest.Length, MostPayload - 2)];
                rest = rest[part.Length..];
                ReadOnlySpan<byte> fragment =
                [
                    (byte)((header & ~TypeMask) | FragmentationUnit),
                    (byte)((header & TypeMask) | (isFirst ? 0x80 : 0) | (rest.IsEmpty ? 0x40 : 0)),
                ];
                Write(fragment, part, time, isLast && rest.IsEmpty);
            }
        }

        private void Write(ReadOnlySpan<byte> fragment, ReadOnlySpan<byte> payload, uint time, bool isLast)
        {
            Span<byte> header = stackalloc byte[InterleavedHeader + RtpHeader];
            header.Clear();
            header[0] = (byte)'$';
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(RtpHeader + fragment.Length + payload.Length));
            header[4] = 0x80;
            header[5] = (byte)(PayloadType | (isLast ? 0x80 : 0));
            BinaryPrimitives.WriteUInt16BigEndian(header[6..], _sequence++);
            BinaryPrimitives.WriteUInt32BigEndian(header[8..], time);
            header[^1] = 1;
            _packets.Write(header);
            _packets.Write(fragment);
            _packets.Write(payload);
        }
    }
}
