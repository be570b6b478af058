using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>An RGB picture, 3 bytes a pixel, rows without padding, to be drawn on with soft edges. Not thread safe.</summary>
/// <remarks>Coordinates are pixels; the middle of the first pixel is (0.5, 0.5). Whatever lies outside is not drawn.</remarks>
public sealed class Canvas
{
    private readonly byte[] _pixels;

    public Canvas(PictureSize size)
    {
        if (size.IsEmpty)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "A canvas needs at least one pixel.");
        }

        Size = size;
        _pixels = new byte[checked(size.Width * size.Height * 3)];
    }

    public PictureSize Size { get; }

    /// <summary>R, G, B of each pixel, row by row.</summary>
    public ReadOnlyMemory<byte> Pixels => _pixels;

    /// <summary>Becomes the same picture as another canvas of the same size.</summary>
    public void CopyFrom(Canvas other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other._pixels.CopyTo(_pixels, 0);
    }

    internal Span<byte> Writable => _pixels;

    internal Span<byte> Row(int y) => _pixels.AsSpan(y * Size.Width * 3, Size.Width * 3);

    /// <summary>Lays a colour over one pixel.</summary>
    /// <param name="share">How much of it, 0..1.</param>
    internal void Blend(int x, int y, Colour colour, float share)
    {
        if ((uint)x >= (uint)Size.Width || (uint)y >= (uint)Size.Height || share <= 0)
        {
            return;
        }

        var weight = share >= 1 ? 256 : (int)((share * 256) + 0.5f);
        var pixel = _pixels.AsSpan(((y * Size.Width) + x) * 3, 3);
        pixel[0] = (byte)(pixel[0] + (((colour.R - pixel[0]) * weight) >> 8));
        pixel[1] = (byte)(pixel[1] + (((colour.G - pixel[1]) * weight) >> 8));
        pixel[2] = (byte)(pixel[2] + (((colour.B - pixel[2]) * weight) >> 8));
    }
}
