using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Detectors;

/// <summary>A picture on which a model is tried: gradients in all planes.</summary>
internal static class TrialPicture
{
    private static readonly PictureSize Size = new(320, 240);

    public static Frame Create()
    {
        var frame = new FramePool(new FrameLayout(Size, gate: default, Size), capacity: 0).Rent();
        var bytes = frame.Bytes;
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(16 + (((i % Size.Width) + (i / Size.Width)) % 219));
        }

        frame.Stamp(number: 1, TimeSpan.Zero, DateTimeOffset.UnixEpoch);
        return frame;
    }
}
