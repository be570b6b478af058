using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;

namespace Orleans.Camera.Core.Tests.Motion;

public class MotionGateTests
{
    private static readonly PictureSize _size = new(190, 107);

    [Theory]
    [InlineData(1.0, 10)]
    [InlineData(3.0, 25)]
    [InlineData(5.0, 30)]
    public void A_still_noisy_scene_keeps_the_gate_closed(double noise, double fps)
    {
        var (open, all) = (0, 0);
        for (var seed = 1; seed <= 4; seed++)
        {
            var (gate, pictures) = (new MotionGate(_size), new GatePictures(_size, seed, noise));
            for (var i = 0; i < 700; i++)
            {
                var isOpen = pictures.Empty().Show(gate, At(i, fps)).IsOpen;
                if (i > 2.5 * fps)
                {
                    (open, all) = (open + (isOpen ? 1 : 0), all + 1);
                }
            }
        }

        Assert.True(open <= all / 1000, $"open on {open} of {all} pictures");
    }

    [Theory]
    [InlineData(5, 30)]
    [InlineData(12.5, -25)]
    [InlineData(30, 14)]
    public void The_gate_opens_within_two_pictures_of_something_coming_in(double fps, int contrast)
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var (gate, pictures) = (new MotionGate(_size), new GatePictures(_size, seed));
            var first = (int)(3 * fps);
            for (var i = 0; i < first; i++)
            {
                Assert.False(pictures.Empty().Show(gate, At(i, fps)).IsOpen);
            }

            pictures.Empty().With(20, 40, 5, 12, contrast).Show(gate, At(first, fps));
            Assert.True(pictures.Empty().With(22, 40, 5, 12, contrast).Show(gate, At(first + 1, fps)).IsOpen);
        }
    }

    [Fact]
    public void The_gate_stays_open_for_two_seconds_after_the_last_motion()
    {
        var (gate, pictures) = (new MotionGate(_size), new GatePictures(_size, 3));
        Run(gate, pictures, 0, 30, i => pictures.Empty());
        Run(gate, pictures, 30, 40, i => pictures.Empty().With(i * 2, 40, 8, 16));

        Assert.True(pictures.Empty().Show(gate, At(57, 10)).IsOpen);
        Assert.False(pictures.Empty().Show(gate, At(60, 10)).IsOpen);
    }

    [Fact]
    public void The_regions_cover_everything_that_moves()
    {
        var (gate, pictures) = (new MotionGate(_size), new GatePictures(_size, 4));
        Run(gate, pictures, 0, 30, i => pictures.Empty());
        var result = pictures.Empty().With(30, 20, 9, 18).With(120, 60, 20, 10).Show(gate, At(30, 10));

        Assert.Equal(2, result.Regions.Count);
        for (var i = 0; i < result.Foreground.Length; i++)
        {
            var (x, y) = (((i % _size.Width) + 0.5f) / _size.Width, ((i / _size.Width) + 0.5f) / _size.Height);
            Assert.True(result.Foreground[i] == 0 || result.Regions.Any(box => x > box.Left && x < box.Right && y > box.Top && y < box.Bottom));
        }
    }

    [Theory]
    [InlineData(0.7, 0)]
    [InlineData(1.3, 5)]
    [InlineData(1, 25)]
    [InlineData(0.9, -12)]
    public void A_sudden_change_of_light_is_no_motion(double gain, double offset)
    {
        var (gate, pictures) = (new MotionGate(_size), new GatePictures(_size, 5));
        Run(gate, pictures, 0, 30, i => pictures.Empty());

        for (var i = 30; i < 60; i++)
        {
            Assert.False(pictures.Empty(gain, offset).Show(gate, At(i, 10)).IsOpen);
        }

        Assert.True(pictures.Empty(gain, offset).With(90, 40, 8, 16, 30).Show(gate, At(60, 10)).IsOpen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-2)]
    [InlineData(3)]
    public void A_shaken_camera_is_no_motion(int shift)
    {
        var (gate, pictures) = (new MotionGate(_size), new GatePictures(_size, 6));
        Run(gate, pictures, 0, 30, i => pictures.Empty());

        for (var i = 30; i < 60; i++)
        {
            var result = pictures.Empty(shiftX: i % 2 == 0 ? shift : 0).Show(gate, At(i, 10));
            Assert.True(result.ForegroundShare < 0.01f, $"{result.ForegroundShare:P1} of picture {i} moves");
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(25)]
    public void Something_that_stops_is_seen_for_half_a_minute_and_belongs_to_the_background_after_two(double fps)
    {
        var (gate, pictures) = (new MotionGate(_size), new GatePictures(_size, 7));
        Run(gate, pictures, 0, (int)(3 * fps), i => pictures.Empty(), fps);
        Run(gate, pictures, (int)(3 * fps), (int)(33 * fps), i => pictures.Empty().With(80, 40, 10, 24), fps);
        Assert.True(Share(pictures.Empty().With(80, 40, 10, 24).Show(gate, At((int)(33 * fps), fps))) > 0.7);

        Run(gate, pictures, (int)(33 * fps) + 1, (int)(120 * fps), i => pictures.Empty().With(80, 40, 10, 24), fps);
        Assert.False(pictures.Empty().With(80, 40, 10, 24).Show(gate, At((int)(120 * fps), fps)).IsOpen);

        static double Share(MotionResult result) => result.ForegroundShare * _size.Area / (10 * 24);
    }

    [Fact]
    public void The_place_of_something_that_was_there_from_the_start_heals_within_seconds_of_its_going()
    {
        var (gate, pictures) = (new MotionGate(_size), new GatePictures(_size, 8));
        Run(gate, pictures, 0, 30, i => pictures.Empty().With(80, 40, 10, 24));
        Run(gate, pictures, 30, 90, i => pictures.Empty());

        Assert.False(pictures.Empty().Show(gate, At(90, 10)).IsOpen);
    }

    [Fact]
    public void Vectors_and_scalars_give_the_same_answers()
    {
        var random = new Random(9);
        for (var round = 0; round < 12; round++)
        {
            var size = new PictureSize(random.Next(1, 200), random.Next(1, 160));
            var fast = new MotionGate(size);
            var naive = new MotionGate(size, new MotionGateOptions(), vectors: false);
            var pictures = new GatePictures(size, round, noise: 3);
            for (var i = 0; i < 40; i++)
            {
                pictures.Empty(1 + (i % 7 == 0 ? 0.2 : 0)).With(random.Next(size.Width), random.Next(size.Height), 9, 14, random.Next(-90, 90));
                var (seen, expected) = (pictures.Show(fast, At(i, 10)), pictures.Show(naive, At(i, 10)));
                Assert.Equal(expected.Foreground, seen.Foreground);
                Assert.Equal(expected.IsOpen, seen.IsOpen);
                Assert.Equal(expected.Regions, seen.Regions);
            }
        }
    }

    [Fact]
    public void A_plane_of_another_size_or_too_large_a_one_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new MotionGate(new PictureSize(256, 129)));
        Assert.Throws<ArgumentException>(() => new MotionGate(default));
        Assert.Throws<ArgumentException>(() => new MotionGate(_size, new MotionGateOptions { Threshold = 0 }));
        Assert.Throws<ArgumentException>(() => new GatePictures(new PictureSize(64, 64), 1).Show(new MotionGate(_size), default));
    }

    private static TimeSpan At(int picture, double fps) => TimeSpan.FromSeconds(picture / fps);

    private static void Run(MotionGate gate, GatePictures pictures, int from, int to, Func<int, GatePictures> draw, double fps = 10)
    {
        for (var i = from; i < to; i++)
        {
            draw(i).Show(gate, At(i, fps));
        }
    }
}
