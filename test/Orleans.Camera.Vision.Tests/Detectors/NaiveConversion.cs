using Orleans.Camera.Core.Frames;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Tests.Detectors;

/// <summary>What one value of an input tensor must be, written from the definitions.</summary>
internal static class NaiveConversion
{
    public static double Value(InputFormat format, Frame frame, Letterbox placement, int channel, int x, int y)
    {
        var input = format.Values;
        var (column, row) = (x - placement.X, y - placement.Y);
        var isInside = column >= 0 && row >= 0 && column < placement.Size.Width && row < placement.Size.Height;
        var pixel = isInside ? Colour(frame, placement, input.Colour == ColourOrder.Rgb ? channel : 2 - channel, column, row) : input.Pad;
        return ((pixel * input.Scale) - input.Mean[channel]) / input.Std[channel];
    }

    private static double Colour(Frame frame, Letterbox placement, int component, int column, int row)
    {
        var crop = placement.Crop;
        var isExact = placement.Size.Width == crop.Width && placement.Size.Height == crop.Height;
        var (width, height) = (placement.Size.Width, placement.Size.Height);
        var luma = Sample(frame.Luma, crop.X, crop.Y, crop.Width, crop.Height, width, height, column, row);
        double u, v;
        if (isExact)
        {
            u = frame.ChromaU.Row((crop.Y + row) / 2)[(crop.X + column) / 2];
            v = frame.ChromaV.Row((crop.Y + row) / 2)[(crop.X + column) / 2];
        }
        else
        {
            // The target has its own chroma planes of half its size, rounded up, each pixel of which serves four
            var (halfWidth, halfHeight) = ((width + 1) / 2, (height + 1) / 2);
            u = Sample(frame.ChromaU, crop.X / 2, crop.Y / 2, crop.Width / 2, crop.Height / 2, halfWidth, halfHeight, column / 2, row / 2);
            v = Sample(frame.ChromaV, crop.X / 2, crop.Y / 2, crop.Width / 2, crop.Height / 2, halfWidth, halfHeight, column / 2, row / 2);
        }

        var (y, cb, cr) = ((luma - 16) / 219, (u - 128) / 224, (v - 128) / 224);
        var value = component switch
        {
            0 => y + (1.402 * cr),
            1 => y - (0.344136286 * cb) - (0.714136286 * cr),
            _ => y + (1.772 * cb),
        };
        return Math.Clamp(255 * value, 0, 255);
    }

    private static double Sample(
        Plane plane, int left, int top, int width, int height, int targetWidth, int targetHeight, int column, int row)
    {
        var x = Math.Clamp(((column + 0.5) * width / targetWidth) - 0.5, 0, width - 1);
        var y = Math.Clamp(((row + 0.5) * height / targetHeight) - 0.5, 0, height - 1);
        var (x0, y0) = ((int)x, (int)y);
        var (x1, y1) = (Math.Min(x0 + 1, width - 1), Math.Min(y0 + 1, height - 1));
        var upper = Mix(plane.Row(top + y0)[left + x0], plane.Row(top + y0)[left + x1], x - x0);
        var lower = Mix(plane.Row(top + y1)[left + x0], plane.Row(top + y1)[left + x1], x - x0);
        return Mix(upper, lower, y - y0);
    }

    private static double Mix(double one, double other, double weight) => one + ((other - one) * weight);
}
