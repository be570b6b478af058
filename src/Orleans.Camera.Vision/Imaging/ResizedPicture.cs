using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Imaging;

/// <summary>Makes a frame of planes that a child has scaled.</summary>
internal static class ResizedPicture
{
    /// <param name="frame">The one that was scaled; its gate plane goes along.</param>
    /// <param name="size">Of the planes.</param>
    /// <param name="planes">Row by row without gaps; the frame's from now on.</param>
    public static Frame Of(Frame frame, PictureSize size, byte[] planes)
    {
        var layout = new FrameLayout(frame.Layout.Source, frame.Layout.Gate, size);
        if (layout.ByteLength == planes.Length)
        {
            return Frame.Over(layout, planes, frame.Number, frame.Pts, frame.Time);
        }

        var bytes = new byte[layout.ByteLength];
        var rows = size.Height * 3 / 2;
        for (var y = 0; y < rows; y++)
        {
            planes.AsSpan(y * size.Width, size.Width).CopyTo(bytes.AsSpan(y * layout.Stride));
        }

        for (var y = 0; y < layout.Gate.Height; y++)
        {
            frame.Gate.Row(y).CopyTo(bytes.AsSpan((rows + y) * layout.Stride));
        }

        return Frame.Over(layout, bytes, frame.Number, frame.Pts, frame.Time);
    }
}
