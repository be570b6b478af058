using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;

namespace Orleans.Camera.Core.Tests.Motion;

/// <summary>Small grey pictures for the gate: a textured ground, noise, and boxes that move.</summary>
internal sealed class GatePictures(PictureSize size, int seed, double noise = 1.5)
{
    private readonly Random _random = new(seed);
    private readonly byte[] _ground = Ground(size, seed);

    public PictureSize Size => size;

    public byte[] Pixels { get; } = new byte[size.Area];

    public Plane Plane => new(Pixels, size.Width, size.Height, size.Width);

    /// <summary>The ground with new noise.</summary>
    public GatePictures Empty(double gain = 1, double offset = 0, int shiftX = 0)
    {
        for (var i = 0; i < Pixels.Length; i++)
        {
            var x = Math.Clamp((i % size.Width) + shiftX, 0, size.Width - 1);
            var level = _ground[(i / size.Width * size.Width) + x];
            Pixels[i] = (byte)Math.Clamp((level * gain) + offset + Gaussian(), 0, 255);
        }

        return this;
    }

    /// <summary>Paints a box brighter or darker than the ground.</summary>
    public GatePictures With(double left, double top, double width, double height, int contrast = 60)
    {
        for (var y = Math.Max(0, (int)top); y < Math.Min(size.Height, (int)(top + height)); y++)
        {
            for (var x = Math.Max(0, (int)left); x < Math.Min(size.Width, (int)(left + width)); x++)
            {
                ref var pixel = ref Pixels[(y * size.Width) + x];
                pixel = (byte)Math.Clamp(pixel + contrast, 0, 255);
            }
        }

        return this;
    }

    /// <summary>Puts the ground back in some columns: a pole in front, known from the start, as far as the gate can tell.</summary>
    public GatePictures Restore(int left, int width)
    {
        for (var i = 0; i < Pixels.Length; i++)
        {
            if (i % size.Width >= left && i % size.Width < left + width)
            {
                Pixels[i] = (byte)Math.Clamp(_ground[i] + Gaussian(), 0, 255);
            }
        }

        return this;
    }

    public MotionResult Show(MotionGate gate, TimeSpan pts) => gate.Process(Plane, pts);

    private double Gaussian() => noise * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(Math.Tau * _random.NextDouble());

    private static byte[] Ground(PictureSize size, int seed)
    {
        var random = new Random(seed);
        var (a, b, c) = (random.NextDouble() * 6, random.NextDouble() * 6, random.Next(60, 140));
        var pixels = new byte[size.Area];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i % size.Width, i / size.Width);
            pixels[i] = (byte)(c + (18 * Math.Sin((x / 7.0) + a)) + (14 * Math.Sin((y / 5.0) + (x / 23.0) + b)));
        }

        return pixels;
    }
}
