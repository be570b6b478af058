using System.Diagnostics;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Tests.Imaging;

/// <summary>What FFmpeg makes of a JPEG, and how far that is from what it was made of.</summary>
internal static class Decoded
{
    /// <param name="format">As FFmpeg calls it.</param>
    public static async Task<byte[]> OfAsync(byte[] jpeg, string format)
    {
        using var decoder = Process.Start(new ProcessStartInfo(
            "ffmpeg", ["-v", "error", "-f", "mjpeg", "-i", "pipe:0", "-vf", $"scale=in_range=pc:out_range=tv,format={format}", "-f", "rawvideo", "pipe:1"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        using var pixels = new MemoryStream();
        var reading = decoder.StandardOutput.BaseStream.CopyToAsync(pixels);
        await decoder.StandardInput.BaseStream.WriteAsync(jpeg);
        decoder.StandardInput.Close();
        await reading;
        await decoder.WaitForExitAsync();
        Assert.Equal(0, decoder.ExitCode);
        return pixels.ToArray();
    }

    public static byte[] Packed(Plane plane)
    {
        var pixels = new List<byte>(plane.Width * plane.Height);
        for (var y = 0; y < plane.Height; y++)
        {
            pixels.AddRange(plane.Row(y));
        }

        return [.. pixels];
    }

    /// <summary>In dB.</summary>
    public static double Psnr(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        Assert.Equal(one.Length, other.Length);
        double sum = 0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }

        return 10 * Math.Log10(255.0 * 255 * one.Length / Math.Max(1, sum));
    }

    /// <summary>Waves and a gradient, with all of limited range in it, and noise beside the picture and the gate plane.</summary>
    public static Frame Scene(PictureSize picture, PictureSize gate)
    {
        var frame = new FramePool(new FrameLayout(new(1920, 1080), gate, picture)).Rent();
        frame.Stamp(7, TimeSpan.FromSeconds(3), DateTimeOffset.UnixEpoch);
        new Random(3).NextBytes(frame.Bytes);
        var stride = frame.Layout.Stride;
        Paint(frame.Bytes, picture, stride, 16, 235);
        var half = new PictureSize(picture.Width / 2, picture.Height / 2);
        var chroma = frame.Bytes[(picture.Height * stride)..];
        Paint(chroma, half, stride, 40, 200);
        Paint(chroma[half.Width..], half, stride, 210, 30);
        Paint(frame.Bytes[(picture.Height * 3 / 2 * stride)..], gate, stride, 16, 235);
        return frame;
    }

    private static void Paint(Span<byte> plane, PictureSize size, int stride, int from, int to)
    {
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                var wave = (Math.Sin(x / 9.0) * Math.Cos(y / 7.0) / 4) + (0.5 * x / size.Width) + 0.25;
                plane[(y * stride) + x] = (byte)(from + ((to - from) * wave));
            }
        }
    }
}
