using System.Numerics;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Rendering;

namespace Orleans.Camera.Vision.Tests.Rendering;

public sealed class CanvasTests
{
    private static readonly Colour _white = new(255, 255, 255);

    [Theory]
    [InlineData(4, 20, 60, 20)]
    [InlineData(30, 2, 30, 40)]
    [InlineData(5, 5, 55, 38)]
    [InlineData(55, 5, 5, 38)]
    public void A_line_covers_length_times_thickness(float x1, float y1, float x2, float y2)
    {
        var canvas = new Canvas(new PictureSize(64, 44));

        canvas.Line(new(x1, y1), new(x2, y2), thickness: 3, _white);

        // A line with round ends: a box and one whole disc of the thickness.
        var expected = (Vector2.Distance(new(x1, y1), new(x2, y2)) * 3) + (MathF.PI * 1.5f * 1.5f);
        Assert.InRange(Coverage(canvas), expected * 0.95, expected * 1.05);
    }

    [Fact]
    public void A_box_with_round_corners_covers_its_area_less_the_corners()
    {
        var canvas = new Canvas(new PictureSize(64, 44));

        canvas.Fill(new(10, 10), new(50, 30), radius: 6, _white, opacity: 1);

        var expected = (40 * 20) - ((4 - MathF.PI) * 36);
        Assert.InRange(Coverage(canvas), expected * 0.98, expected * 1.02);
    }

    [Fact]
    public void A_polygon_covers_its_area()
    {
        var canvas = new Canvas(new PictureSize(64, 44));

        canvas.Fill([new(2, 2), new(60, 5), new(30, 40)], _white, opacity: 1);

        var expected = Math.Abs(((60 - 2) * (40 - 2)) - ((30 - 2) * (5 - 2))) / 2f;
        Assert.InRange(Coverage(canvas), expected * 0.98, expected * 1.02);
    }

    [Fact]
    public void Whatever_lies_outside_is_not_drawn_and_breaks_nothing()
    {
        var random = new Random(7);
        var canvas = new Canvas(new PictureSize(20, 10));
        for (var i = 0; i < 10_000; i++)
        {
            Vector2 a = Anywhere(random), b = Anywhere(random);
            canvas.Line(a, b, 3, _white);
            canvas.Fill(a, b, 2, _white, 0.5f);
            canvas.Fill([a, b, Anywhere(random)], _white, 0.5f);
        }

        Assert.Equal(255, canvas.Pixels.Span[0..].ToArray().Max());
    }

    [Fact]
    public void Opacity_lets_the_ground_shine_through()
    {
        var canvas = new Canvas(new PictureSize(4, 4));

        canvas.Fill(new(-9, -9), new(20, 20), 0, _white, opacity: 0.25f);

        Assert.All(canvas.Pixels.ToArray(), value => Assert.InRange(value, 62, 65));
    }

    [Theory]
    [InlineData(16, 128, 128, 0, 0, 0)]
    [InlineData(235, 128, 128, 255, 255, 255)]
    [InlineData(81, 90, 240, 255, 0, 0)]
    [InlineData(145, 54, 34, 0, 255, 0)]
    [InlineData(41, 240, 110, 0, 0, 255)]
    public void The_colour_bars_of_BT601_come_out_as_their_colours(byte y, byte u, byte v, int r, int g, int b)
    {
        using var frame = new FramePool(new FrameLayout(new(4, 2), new(2, 1), new(4, 2))).Rent();
        frame.Bytes[..8].Fill(y);
        new[] { u, u, v, v }.CopyTo(frame.Bytes[8..]);
        var canvas = new Canvas(new PictureSize(4, 2));

        canvas.Paint(frame);

        for (var i = 0; i < 24; i += 3)
        {
            Assert.InRange(canvas.Pixels.Span[i], r - 2, r + 2);
            Assert.InRange(canvas.Pixels.Span[i + 1], g - 2, g + 2);
            Assert.InRange(canvas.Pixels.Span[i + 2], b - 2, b + 2);
        }
    }

    private static double Coverage(Canvas canvas) => canvas.Pixels.ToArray().Sum(value => value / 255.0) / 3;

    private static Vector2 Anywhere(Random random) => random.Next(5) == 0
        ? new(float.MaxValue * (random.NextSingle() - 0.5f), random.NextSingle() * 10)
        : new((random.NextSingle() * 60) - 20, (random.NextSingle() * 30) - 10);
}
