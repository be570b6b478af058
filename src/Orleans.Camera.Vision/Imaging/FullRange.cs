namespace Orleans.Camera.Vision.Imaging;

/// <summary>Brings limited range, which frames have, to full range, which a JPEG has.</summary>
internal static class FullRange
{
    private static readonly byte[] _luma = Table(static value => (value - 16) * 255 / 219.0);
    private static readonly byte[] _chroma = Table(static value => 128 + ((value - 128) * 255 / 224.0));

    public static void Luma(Span<byte> plane) => Map(plane, _luma);

    public static void Chroma(Span<byte> plane) => Map(plane, _chroma);

    private static void Map(Span<byte> plane, byte[] table)
    {
        foreach (ref var value in plane)
        {
            value = table[value];
        }
    }

    private static byte[] Table(Func<int, double> full) =>
        [.. Enumerable.Range(0, 256).Select(value => (byte)Math.Clamp(Math.Round(full(value)), 0, byte.MaxValue))];
}
