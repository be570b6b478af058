using System.Buffers.Binary;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Imaging;

/// <summary>As much of a JPEG as tells whether it is one, and how large its picture is.</summary>
internal static class JpegHeader
{
    private const byte Marker = 0xff;
    private const byte Start = 0xd8;
    private const byte End = 0xd9;
    private const byte Frame = 0xc0;
    private const byte Scan = 0xda;
    private const int Shortest = 16;

    /// <returns>The size of a baseline picture; nothing where it is none, or is cut off.</returns>
    public static PictureSize? SizeOf(ReadOnlySpan<byte> jpeg)
    {
        if (jpeg.Length < Shortest || jpeg is not [Marker, Start, .., Marker, End])
        {
            return null;
        }

        for (var rest = jpeg[2..]; rest.Length >= 4 && rest[0] == Marker && rest[1] != Scan;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (rest[1] == Frame)
            {
                return rest.Length < 9 ? null : new PictureSize(BinaryPrimitives.ReadUInt16BigEndian(rest[7..]), BinaryPrimitives.ReadUInt16BigEndian(rest[5..]));
            }

            if (length < 2 || length + 2 > rest.Length)
            {
                return null;
            }

            rest = rest[(length + 2)..];
        }

        return null;
    }
}
