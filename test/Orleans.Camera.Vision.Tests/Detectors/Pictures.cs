using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Tests.Detectors;

/// <summary>Makes frames with a colour picture.</summary>
internal static class Pictures
{
    public static Frame Random(int width, int height, Random random)
    {
        var frame = Blank(width, height);
        random.NextBytes(frame.Bytes);
        return frame;
    }

    /// <summary>One colour all over.</summary>
    public static Frame Plain(int width, int height, byte y, byte u = 128, byte v = 128)
    {
        var frame = Blank(width, height);
        frame.Bytes[..(width * height)].Fill(y);
        for (var row = 0; row < height / 2; row++)
        {
            var chroma = frame.Bytes.Slice((height + row) * width, width);
            chroma[..(width / 2)].Fill(u);
            chroma[(width / 2)..].Fill(v);
        }

        return frame;
    }

    private static Frame Blank(int width, int height)
    {
        var size = new PictureSize(width, height);
        return new FramePool(new FrameLayout(size, default, size)).Rent();
    }
}
