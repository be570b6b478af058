using System.Buffers.Binary;
using System.Numerics;

namespace Orleans.Camera.Core.Frames;

/// <summary>Tells one picture from another by its gate plane.</summary>
public static class GateChecksum
{
    /// <summary>CRC-32C (RFC 3720, appendix B.4) of the plane's pixels, row by row; the bytes between rows do not count.</summary>
    /// <param name="plane">Any size; 0 for an empty one.</param>
    public static uint Of(in Plane plane)
    {
        var checksum = uint.MaxValue;
        for (var y = 0; y < plane.Height; y++)
        {
            checksum = Add(checksum, plane.Row(y));
        }

        return ~checksum;
    }

    private static uint Add(uint checksum, ReadOnlySpan<byte> row)
    {
        for (; row.Length >= sizeof(ulong); row = row[sizeof(ulong)..])
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(row));
        }

        foreach (var pixel in row)
        {
            checksum = BitOperations.Crc32C(checksum, pixel);
        }

        return checksum;
    }
}
