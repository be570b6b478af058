using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Imaging;

namespace Orleans.Camera.Vision.Cameras;

/// <summary>Scales in this process, for pictures that are on their way to a model.</summary>
internal sealed class PictureFitter : IPictureFitter
{
    private readonly PlaneScaler _scaler = new();
    private FramePool? _pool;

    public Frame? Fit(Frame frame, PictureSize input)
    {
        var layout = frame.Layout;
        if (!frame.HasPicture || PlaneScaler.SizeWithin(input, layout.Picture) is not { } size)
        {
            return null;
        }

        var small = Rent(new FrameLayout(layout.Source, layout.Gate, size));
        small.Stamp(frame.Number, frame.Pts, frame.Time);
        var stride = small.Layout.Stride;
        _scaler.Scale(frame.Luma, frame.ChromaU, frame.ChromaV, small.Bytes, size, stride);
        Copy(frame.Gate, small.Bytes[(stride * size.Height * 3 / 2)..], stride);
        return small;
    }

    private static void Copy(in Plane from, Span<byte> to, int stride)
    {
        for (var y = 0; y < from.Height; y++)
        {
            from.Row(y).CopyTo(to[(y * stride)..]);
        }
    }

    private Frame Rent(FrameLayout layout)
    {
        _pool = _pool?.Layout == layout ? _pool : new FramePool(layout, capacity: 2);
        return _pool.Rent();
    }
}
