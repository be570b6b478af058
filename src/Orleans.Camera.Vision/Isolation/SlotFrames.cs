using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>Moves the colour planes of a picture into a slot and out of it: nothing else of a frame is looked at by a model.</summary>
internal sealed class SlotFrames
{
    private FramePool? _pool;

    public static int BytesOf(PictureSize picture) => picture.Width * picture.Height * 3 / 2;

    /// <summary>Copies the planes as they lie in a frame, without what lies beside them.</summary>
    public static void Copy(Frame frame, Span<byte> picture)
    {
        var layout = frame.Layout;
        var bytes = frame.Bytes;
        var (width, rows) = (layout.Picture.Width, layout.Picture.Height * 3 / 2);
        if (layout.Stride == width)
        {
            bytes[..(width * rows)].CopyTo(picture);
            return;
        }

        for (var row = 0; row < rows; row++)
        {
            bytes.Slice(row * layout.Stride, width).CopyTo(picture[(row * width)..]);
        }
    }

    /// <summary>The picture of a slot as a frame.</summary>
    public Frame Take(in RingSlot slot, PictureRequest request)
    {
        var size = new PictureSize(request.Width, request.Height);
        if (_pool?.Layout.Picture != size)
        {
            _pool = new FramePool(new FrameLayout(size, gate: default, size), capacity: 1);
        }

        var frame = _pool.Rent();
        slot.Picture[..frame.Bytes.Length].CopyTo(frame.Bytes);
        return frame;
    }
}
