using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Vision.Detectors;

namespace Orleans.Camera.Vision.Tests.Detectors;

public sealed class RegionPlannerTests
{
    private static readonly PictureSize Picture = new(1920, 1080);
    private static readonly PictureSize Input = new(320, 320);

    [Fact]
    public void Every_region_lies_in_one_crop_and_crops_do_not_overlap()
    {
        var random = new Random(51);
        var crops = new List<PictureCrop>();
        for (var round = 0; round < 3000; round++)
        {
            var regions = Enumerable.Range(0, random.Next(1, 6)).Select(_ => RandomRegion(random)).ToList();

            RegionPlanner.Plan(regions, Picture, Input, most: 4, crops);

            Assert.InRange(crops.Count, 1, 4);
            Assert.All(regions, region => Assert.Contains(crops, crop => Contains(crop, region)));
            for (var i = 0; i < crops.Count; i++)
            {
                Assert.All(crops.Skip(i + 1), other => Assert.False(Overlap(crops[i], other)));
            }
        }
    }

    [Fact]
    public void A_small_region_gets_a_crop_that_is_not_blown_up()
    {
        var crops = new List<PictureCrop>();

        RegionPlanner.Plan([new(0.5f, 0.5f, 0.51f, 0.52f)], Picture, Input, most: 4, crops);

        Assert.InRange(crops[0].Width, 320, 324);
        Assert.InRange(crops[0].Height, 320, 324);
    }

    [Fact]
    public void Regions_all_over_the_picture_mean_the_whole_picture()
    {
        var crops = new List<PictureCrop>();

        RegionPlanner.Plan([new(0.01f, 0.02f, 0.9f, 0.95f)], Picture, Input, most: 4, crops);

        Assert.Equal([PictureCrop.Whole(Picture)], crops);
    }

    private static bool Contains(PictureCrop crop, Box region) =>
        crop.X <= region.Left * Picture.Width && crop.Y <= region.Top * Picture.Height
        && crop.X + crop.Width >= region.Right * Picture.Width && crop.Y + crop.Height >= region.Bottom * Picture.Height;

    private static bool Overlap(PictureCrop one, PictureCrop other) =>
        one.X < other.X + other.Width && other.X < one.X + one.Width && one.Y < other.Y + other.Height && other.Y < one.Y + one.Height;

    private static Box RandomRegion(Random random)
    {
        var (x, y) = (random.NextSingle() * 0.9f, random.NextSingle() * 0.9f);
        return new(x, y, x + (random.NextSingle() * 0.1f), y + (random.NextSingle() * 0.1f));
    }
}
