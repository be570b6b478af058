using System.Buffers.Binary;
using System.IO.Compression;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>Writes PNG files (ISO/IEC 15948): RGB, 8 bits, every row predicted from the row above.</summary>
public static class PngFile
{
    private const byte FilterUp = 2;
    private static readonly byte[] _signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes the whole file, or leaves an older one of that name as it was.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        var unfinished = path + ".part";
        try
        {
            using (var file = File.Create(unfinished))
            {
                Write(file, canvas);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static void Write(Stream file, Canvas canvas)
    {
        file.Write(_signature);
        WriteChunk(file, "IHDR"u8, Header(canvas.Size));
        WriteChunk(file, "IDAT"u8, Compressed(canvas));
        WriteChunk(file, "IEND"u8, []);
    }

    private static byte[] Header(PictureSize size)
    {
        const byte BitDepth = 8;
        const byte TrueColour = 2;
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, size.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), size.Height);
        (header[8], header[9]) = (BitDepth, TrueColour);
        return header;
    }

    private static byte[] Compressed(Canvas canvas)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var line = new byte[1 + (canvas.Size.Width * 3)];
            line[0] = FilterUp;
            for (var y = 0; y < canvas.Size.Height; y++)
            {
                var row = canvas.Row(y);
                var above = y > 0 ? canvas.Row(y - 1) : default;
                for (var i = 0; i < row.Length; i++)
                {
                    line[1 + i] = (byte)(row[i] - (above.IsEmpty ? 0 : above[i]));
                }

                zlib.Write(line);
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(number);
    }

    // CRC-32 of ISO 3309, bit by bit: a snapshot is written once a run.
    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
            }
        }

        return crc;
    }
}
