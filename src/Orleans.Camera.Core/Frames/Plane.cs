namespace Orleans.Camera.Core.Frames;

/// <summary>A view of one 8-bit plane: <paramref name="height"/> rows of <paramref name="width"/> pixels, <paramref name="stride"/> bytes apart.</summary>
public readonly ref struct Plane(ReadOnlySpan<byte> pixels, int width, int height, int stride)
{
    public ReadOnlySpan<byte> Pixels { get; } = pixels;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public int Stride { get; } = stride;

    public bool IsEmpty => Width == 0 || Height == 0;

    public ReadOnlySpan<byte> Row(int y) => Pixels.Slice(y * Stride, Width);
}
