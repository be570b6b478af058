using System.Numerics;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>A planar YUV 4:2:0 picture to draw on, with soft edges. Without colour only the luma plane is drawn.</summary>
public sealed class Canvas
{
    public Canvas(PictureSize size, bool hasColour)
    {
        Size = size;
        HasColour = hasColour;
        Luma = new byte[size.Area];
        ChromaU = hasColour ? new byte[size.Area / 4] : [];
        ChromaV = hasColour ? new byte[size.Area / 4] : [];
    }

    public PictureSize Size { get; }

    public bool HasColour { get; }

    public byte[] Luma { get; }

    public byte[] ChromaU { get; }

    public byte[] ChromaV { get; }

    /// <summary>Sets one pixel; its chroma with the last pixel of each group of four.</summary>
    internal void Set(int x, int y, Ink ink)
    {
        Luma[(y * Size.Width) + x] = (byte)Math.Clamp(ink.Y, 16, 235);
        if (HasColour && (x & y & 1) == 1)
        {
            var at = (y / 2 * (Size.Width / 2)) + (x / 2);
            ChromaU[at] = (byte)Math.Clamp(ink.U, 16, 240);
            ChromaV[at] = (byte)Math.Clamp(ink.V, 16, 240);
        }
    }

    /// <summary>Fills a shape.</summary>
    /// <param name="softness">Width of the edge in pixels: 1 is sharp.</param>
    /// <param name="opacity">0..1.</param>
    internal void Fill<TShape>(in TShape shape, Ink ink, float softness = 1, float opacity = 1)
        where TShape : struct, IShape
    {
        if (!TryBounds(shape, softness, out var left, out var top, out var right, out var bottom))
        {
            return;
        }

        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var share = opacity * Math.Clamp(0.5f - (shape.Distance(new Vector2(x + 0.5f, y + 0.5f)) / softness), 0, 1);
                if (share > 0)
                {
                    ref var luma = ref Luma[(y * Size.Width) + x];
                    luma = (byte)(luma + ((ink.Y - luma) * share) + 0.5f);
                    if (HasColour && (x & y & 1) == 1)
                    {
                        Tint((y / 2 * (Size.Width / 2)) + (x / 2), ink, share);
                    }
                }
            }
        }
    }

    /// <summary>Darkens a shape: 1 leaves nothing, 0 everything.</summary>
    internal void Shade<TShape>(in TShape shape, float strength, float softness)
        where TShape : struct, IShape
    {
        if (!TryBounds(shape, softness, out var left, out var top, out var right, out var bottom))
        {
            return;
        }

        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var share = strength * Math.Clamp(0.5f - (shape.Distance(new Vector2(x + 0.5f, y + 0.5f)) / softness), 0, 1);
                ref var luma = ref Luma[(y * Size.Width) + x];
                luma = (byte)(luma - ((luma - 16) * share));
            }
        }
    }

    private void Tint(int at, Ink ink, float share)
    {
        ChromaU[at] = (byte)(ChromaU[at] + ((ink.U - ChromaU[at]) * share) + 0.5f);
        ChromaV[at] = (byte)(ChromaV[at] + ((ink.V - ChromaV[at]) * share) + 0.5f);
    }

    private bool TryBounds<TShape>(in TShape shape, float softness, out int left, out int top, out int right, out int bottom)
        where TShape : struct, IShape
    {
        var (low, high) = (shape.Low - new Vector2(softness), shape.High + new Vector2(softness));
        left = (int)Math.Clamp(low.X, 0, Size.Width);
        top = (int)Math.Clamp(low.Y, 0, Size.Height);
        right = (int)Math.Clamp(high.X + 1, 0, Size.Width);
        bottom = (int)Math.Clamp(high.Y + 1, 0, Size.Height);
        return left < right && top < bottom;
    }
}
