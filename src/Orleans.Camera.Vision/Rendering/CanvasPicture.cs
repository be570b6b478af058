using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>Puts a frame's colour picture on a canvas.</summary>
internal static class CanvasPicture
{
    /// <summary>BT.601 limited range to RGB, in 16.16 fixed point; a chroma sample covers two by two pixels.</summary>
    /// <exception cref="ArgumentException">The frame carries no picture of the canvas's size.</exception>
    public static void Paint(this Canvas canvas, Frame frame)
    {
        if (!frame.HasPicture || frame.Layout.Picture != canvas.Size)
        {
            throw new ArgumentException($"The frame's picture is {frame.Layout.Picture}, the canvas {canvas.Size}.", nameof(frame));
        }

        var luma = frame.Luma;
        var u = frame.ChromaU;
        var v = frame.ChromaV;
        for (var y = 0; y < canvas.Size.Height; y++)
        {
            PaintRow(canvas.Row(y), luma.Row(y), u.Row(y / 2), v.Row(y / 2));
        }
    }

    private static void PaintRow(Span<byte> row, ReadOnlySpan<byte> luma, ReadOnlySpan<byte> u, ReadOnlySpan<byte> v)
    {
        for (var x = 0; x < luma.Length; x++)
        {
            var bright = (76309 * (luma[x] - 16)) + 32768;
            var (blue, red) = (u[x / 2] - 128, v[x / 2] - 128);
            row[(3 * x) + 2] = Clip(bright + (132201 * blue));
            row[(3 * x) + 1] = Clip(bright - (25675 * blue) - (53279 * red));
            row[3 * x] = Clip(bright + (104597 * red));
        }
    }

    private static byte Clip(int value) => (byte)Math.Clamp(value >> 16, 0, 255);
}
