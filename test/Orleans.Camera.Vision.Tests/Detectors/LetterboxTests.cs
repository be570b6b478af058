using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;

namespace Orleans.Camera.Vision.Tests.Detectors;

public sealed class LetterboxTests
{
    [Fact]
    public void A_box_put_into_the_input_comes_back_to_the_same_place_of_the_picture()
    {
        var random = new Random(41);
        for (var round = 0; round < 2000; round++)
        {
            var picture = new PictureSize(2 * random.Next(16, 1000), 2 * random.Next(16, 1000));
            var input = new PictureSize(random.Next(32, 700), random.Next(32, 700));
            var crop = PictureCrop.Around(new(random.NextSingle(), random.NextSingle(), 1, 1), picture);
            var place = Letterbox.Fit(crop, input, (PicturePlacement)random.Next(3));
            var box = new Box(0.3f, 0.4f, 0.6f, 0.9f);
            var inside = new Candidate(
                ToInput(box.Left, picture.Width, crop.X, crop.Width, place.X, place.Size.Width),
                ToInput(box.Top, picture.Height, crop.Y, crop.Height, place.Y, place.Size.Height),
                ToInput(box.Right, picture.Width, crop.X, crop.Width, place.X, place.Size.Width),
                ToInput(box.Bottom, picture.Height, crop.Y, crop.Height, place.Y, place.Size.Height),
                Label: 0,
                Score: 1);

            var back = place.ToPicture(inside, picture);

            Assert.Equal(box.Left, back.Left, 1e-3f);
            Assert.Equal(box.Top, back.Top, 1e-3f);
            Assert.Equal(box.Right, back.Right, 1e-3f);
            Assert.Equal(box.Bottom, back.Bottom, 1e-3f);
        }
    }

    [Theory]
    [InlineData(1920, 1080, 640, 640, PicturePlacement.Center, 0, 140, 640, 360)]
    [InlineData(768, 432, 416, 416, PicturePlacement.TopLeft, 0, 0, 416, 234)]
    [InlineData(100, 200, 64, 64, PicturePlacement.Center, 16, 0, 32, 64)]
    [InlineData(100, 200, 64, 64, PicturePlacement.Stretch, 0, 0, 64, 64)]
    [InlineData(2, 2000, 64, 64, PicturePlacement.TopLeft, 0, 0, 1, 64)]
    public void Pictures_keep_their_shape_unless_stretched(
        int width, int height, int inputWidth, int inputHeight, PicturePlacement placement, int x, int y, int placedWidth, int placedHeight)
    {
        var place = Letterbox.Fit(PictureCrop.Whole(new(width, height)), new(inputWidth, inputHeight), placement);

        Assert.Equal((x, y, new PictureSize(placedWidth, placedHeight)), (place.X, place.Y, place.Size));
    }

    [Fact]
    public void Crops_are_even_and_inside_the_picture()
    {
        var random = new Random(42);
        for (var round = 0; round < 5000; round++)
        {
            var picture = new PictureSize(2 * random.Next(1, 500), 2 * random.Next(1, 500));
            var (x, y) = ((random.NextSingle() * 3) - 1, (random.NextSingle() * 3) - 1);

            var crop = PictureCrop.Around(new(x, y, x + random.NextSingle(), y + random.NextSingle()), picture);

            Assert.Equal(0, (crop.X | crop.Y | crop.Width | crop.Height) & 1);
            Assert.InRange(crop.X, 0, picture.Width - crop.Width);
            Assert.InRange(crop.Y, 0, picture.Height - crop.Height);
            Assert.True(crop.Width > 0 && crop.Height > 0);
        }
    }

    private static float ToInput(float relative, int picture, int crop, int cropLength, int placed, int placedLength) =>
        placed + (((relative * picture) - crop) * placedLength / cropLength);
}
