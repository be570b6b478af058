using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Isolation;

namespace Orleans.Camera.Vision.Imaging;

/// <summary>Works on pictures in a child process: JPEG and other sizes.</summary>
internal sealed class PictureJob : IWorkerJob
{
    private readonly TurboJpeg? _jpeg = TurboJpeg.TryOpen();
    private readonly PlaneScaler _scaler = new();

    public WorkerGreeting Greeting => new(
        Fault: null, [], default, default, _jpeg is null ? $"resizes only, for {TurboJpeg.Package} is not installed" : "JPEG by libjpeg-turbo");

    public void Work(int lane, RingSlot slot)
    {
        var order = slot.Order;
        try
        {
            slot.Header = new AnswerHeader(AnswerStatus.Done, order.Task switch
            {
                PictureTask.ColourJpeg => EncodeColour(slot, order.Size),
                PictureTask.GreyJpeg => EncodeGrey(slot, order.Size),
                PictureTask.Resize => Resize(slot, order.Size, order.Target),
                _ => throw new InvalidOperationException($"there is no picture work of number {(int)order.Task}"),
            });
        }
        catch (InvalidOperationException fault)
        {
            FaultText.Write(slot, fault.Message);
        }
    }

    public void Dispose() => _jpeg?.Dispose();

    private int EncodeColour(in RingSlot slot, PictureSize size)
    {
        var planes = slot.Picture[..SlotFrames.BytesOf(size)];
        FullRange.Luma(planes[..(size.Width * size.Height)]);
        FullRange.Chroma(planes[(size.Width * size.Height)..]);
        return Answer(slot, Encoder.EncodeColour(planes, size));
    }

    private int EncodeGrey(in RingSlot slot, PictureSize size)
    {
        var plane = slot.Picture[..(size.Width * size.Height)];
        FullRange.Luma(plane);
        return Answer(slot, Encoder.EncodeGrey(plane, size));
    }

    private int Resize(in RingSlot slot, PictureSize size, PictureSize target)
    {
        var half = new PictureSize(size.Width / 2, size.Height / 2);
        var chroma = slot.Picture[(size.Width * size.Height)..];
        _scaler.Scale(
            new Plane(slot.Picture, size.Width, size.Height, size.Width),
            new Plane(chroma, half.Width, half.Height, size.Width),
            new Plane(chroma[half.Width..], half.Width, half.Height, size.Width),
            slot.Answer,
            target,
            target.Width);
        return SlotFrames.BytesOf(target);
    }

    private TurboJpeg Encoder => _jpeg ?? throw new InvalidOperationException($"there is no JPEG encoder; install {TurboJpeg.Package}");

    private static int Answer(in RingSlot slot, ReadOnlySpan<byte> jpeg)
    {
        if (!jpeg.TryCopyTo(slot.Answer))
        {
            throw new InvalidOperationException($"the JPEG takes {jpeg.Length:N0} bytes, more than there is room for");
        }

        return jpeg.Length;
    }
}
