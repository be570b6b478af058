using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Cameras;
using Orleans.Camera.Vision.Tests.Detectors;

namespace Orleans.Camera.Vision.Tests.Cameras;

public class PictureFitterTests
{
    private readonly PictureFitter _fitter = new();

    [Theory]
    [InlineData(768, 432, 416, 416, 416, 234)]
    [InlineData(432, 768, 416, 416, 234, 416)]
    [InlineData(640, 482, 320, 320, 320, 240)]
    [InlineData(4000, 2, 64, 64, 64, 2)]
    public void A_picture_becomes_as_large_as_the_box_lets_it_and_even(int width, int height, int boxWidth, int boxHeight, int fittedWidth, int fittedHeight)
    {
        using var frame = Pictures.Random(width, height, new Random(1));
        frame.Stamp(7, TimeSpan.FromSeconds(3), DateTimeOffset.UnixEpoch);

        using var fitted = _fitter.Fit(frame, new PictureSize(boxWidth, boxHeight))!;

        Assert.Equal(new PictureSize(fittedWidth, fittedHeight), fitted.Layout.Picture);
        Assert.Equal((frame.Number, frame.Pts, frame.Time, frame.Layout.Source, frame.Layout.Gate), (fitted.Number, fitted.Pts, fitted.Time, fitted.Layout.Source, fitted.Layout.Gate));
    }

    [Theory]
    [InlineData(64, 36, 64, 64)]
    [InlineData(64, 36, 416, 416)]
    [InlineData(64, 36, 0, 0)]
    public void A_picture_that_is_no_larger_stays_as_it_is(int width, int height, int boxWidth, int boxHeight)
    {
        using var frame = Pictures.Random(width, height, new Random(1));

        Assert.Null(_fitter.Fit(frame, new PictureSize(boxWidth, boxHeight)));
    }

    [Fact]
    public void A_picture_without_colours_stays_as_it_is()
    {
        using var frame = Frame.Over(new FrameLayout(new(768, 432), new(192, 108)), new byte[192 * 108], 1, default, default);

        Assert.Null(_fitter.Fit(frame, new PictureSize(64, 64)));
    }

    [Fact]
    public void Half_the_size_is_the_mean_of_four_pixels_and_the_gate_plane_goes_along()
    {
        var layout = new FrameLayout(new(64, 32), new(8, 4), new(64, 32));
        var bytes = new byte[layout.ByteLength];
        new Random(5).NextBytes(bytes);
        using var frame = Frame.Over(layout, bytes, 1, default, default);

        using var fitted = _fitter.Fit(frame, new PictureSize(32, 32))!;

        AssertHalved(frame.Luma, fitted.Luma);
        AssertHalved(frame.ChromaU, fitted.ChromaU);
        AssertHalved(frame.ChromaV, fitted.ChromaV);
        for (var y = 0; y < 4; y++)
        {
            Assert.Equal(frame.Gate.Row(y).ToArray(), fitted.Gate.Row(y).ToArray());
        }

        static void AssertHalved(in Plane whole, in Plane half)
        {
            for (var y = 0; y < half.Height; y++)
            {
                for (var x = 0; x < half.Width; x++)
                {
                    var sum = whole.Row(2 * y)[2 * x] + whole.Row(2 * y)[(2 * x) + 1] + whole.Row((2 * y) + 1)[2 * x] + whole.Row((2 * y) + 1)[(2 * x) + 1];
                    Assert.InRange(half.Row(y)[x], (sum / 4.0) - 1, (sum / 4.0) + 1);
                }
            }
        }
    }
}
