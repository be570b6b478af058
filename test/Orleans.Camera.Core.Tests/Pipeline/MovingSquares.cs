using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Tests.Pipeline;

/// <summary>
/// Gate planes of squares that move up and down over a noisy texture, with quiet times between. Any picture can be drawn at
/// any time, and is always the same.
/// </summary>
internal sealed class MovingSquares(int seed)
{
    public const int FramesPerSecond = 10;
    private const int Period = 120;
    private const int Quiet = 50;

    private readonly FramePool _pool = new(Layout);
    private readonly byte[] _texture = Texture(seed);

    public static FrameLayout Layout { get; } = new(new PictureSize(640, 360), new PictureSize(96, 54));

    public Frame Draw(int number)
    {
        var frame = _pool.Rent();
        var seconds = (number - 1) / (double)FramesPerSecond;
        frame.Stamp(number, TimeSpan.FromSeconds(seconds), DateTimeOffset.UnixEpoch.AddSeconds(seconds));
        var (width, height) = (Layout.Gate.Width, Layout.Gate.Height);
        var noise = new Random((seed * 100_003) + number);
        var pixels = frame.Bytes;
        for (var index = 0; index < pixels.Length; index++)
        {
            pixels[index] = (byte)(_texture[index] + noise.Next(-2, 3));
        }

        // Two squares a period, at the same places in each, one down and one up.
        var step = number % Period;
        var isQuiet = step < Quiet;
        for (var square = 0; square < 2 && !isQuiet; square++)
        {
            var way = (step - Quiet) - (square * 10);
            var top = square == 0 ? way - 12 : height - way;
            Fill(pixels, width, height, left: 20 + (square * 40), top);
        }

        return frame;
    }

    private static void Fill(Span<byte> pixels, int width, int height, int left, int top)
    {
        const int Side = 12;
        for (var y = Math.Max(0, top); y < Math.Min(height, top + Side); y++)
        {
            pixels.Slice((y * width) + left, Side).Fill(230);
        }
    }

    private static byte[] Texture(int seed)
    {
        var random = new Random(seed);
        var texture = new byte[Layout.Gate.Area];
        for (var index = 0; index < texture.Length; index++)
        {
            texture[index] = (byte)random.Next(60, 130);
        }

        return texture;
    }
}
