using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;

namespace Orleans.Camera.Core.Tests.Motion;

public sealed class MotionDetectorTests : IDisposable
{
    private static readonly PictureSize _size = new(200, 120);

    private readonly GatePictures _pictures = new(_size, 1);
    private readonly MotionGate _gate = new(_size);
    private readonly MotionDetector _detector = new(_size);
    private int _picture;

    public MotionDetectorTests()
    {
        for (var i = 0; i < 20; i++)
        {
            Show(_pictures.Empty());
        }
    }

    public void Dispose() => _detector.Dispose();

    [Fact]
    public void A_thing_is_one_box_around_it()
    {
        var box = Assert.Single(Show(_pictures.Empty().With(50, 40, 10, 24))).Box;

        Assert.Equal(new Box(50 / 200f, 40 / 120f, 60 / 200f, 64 / 120f), box, Near);
    }

    [Fact]
    public void Head_trunk_and_legs_with_gaps_between_them_are_one_person()
    {
        for (var x = 40; x < 100; x += 3)
        {
            Show(_pictures.Empty().With(x + 2, 40, 4, 4).With(x, 46, 8, 10).With(x + 1, 58, 6, 9));
        }

        Assert.Single(Show(_pictures.Empty().With(102, 40, 4, 4).With(100, 46, 8, 10).With(101, 58, 6, 9)));
    }

    [Fact]
    public void Two_that_meet_and_part_again_are_two_all_the_time()
    {
        for (var step = 0; step < 60; step++)
        {
            var boxes = Show(_pictures.Empty().With(30 + (2 * step), 40, 10, 24).With(160 - (2 * step), 42, 11, 26, -50));
            Assert.True(step < 2 || boxes.Count == 2, $"{boxes.Count} boxes at step {step}");
        }
    }

    [Fact]
    public void Two_heads_on_one_body_are_two_people()
    {
        var boxes = new List<Detection>();
        for (var x = 40; x < 90; x += 2)
        {
            boxes = Show(_pictures.Empty().With(x + 2, 40, 5, 6).With(x + 12, 41, 5, 6).With(x, 46, 19, 24));
        }

        Assert.Equal(2, boxes.Count);
    }

    [Fact]
    public void Somebody_half_hidden_by_a_pole_keeps_their_size()
    {
        for (var x = 30; x < 160; x += 2)
        {
            var boxes = Show(_pictures.Empty().With(x, 40, 14, 30).Restore(100, 6));
            if (x is > 60 and < 130)
            {
                Assert.Contains(boxes, box => Math.Abs((box.Box.Center.X * 200) - (x + 7)) < 4);
            }
        }
    }

    [Fact]
    public void A_mask_full_of_noise_is_survived()
    {
        var random = new Random(5);
        var result = new MotionResult(_size) { IsOpen = true };
        for (var round = 0; round < 200; round++)
        {
            for (var i = 0; i < result.Foreground.Length; i++)
            {
                result.Foreground[i] = random.Next(100) < round / 2 ? byte.MaxValue : (byte)0;
            }

            var boxes = new List<Detection>();
            _detector.Detect(result, TimeSpan.FromSeconds(10 + (round / 10.0)), boxes);
            Assert.InRange(boxes.Count, 0, 128);
            Assert.All(boxes, box => Assert.True(box.Box.Width > 0 && box.Box.Height > 0 && box.Score is > 0 and <= 1));
        }
    }

    private List<Detection> Show(GatePictures pictures)
    {
        var pts = TimeSpan.FromSeconds(_picture++ / 15.0);
        var boxes = new List<Detection>();
        _detector.Detect(pictures.Show(_gate, pts), pts, boxes);
        return boxes;
    }

    private static bool Near(Box expected, Box box) =>
        Math.Abs(expected.Left - box.Left) < 0.011f && Math.Abs(expected.Right - box.Right) < 0.011f
        && Math.Abs(expected.Top - box.Top) < 0.018f && Math.Abs(expected.Bottom - box.Bottom) < 0.018f;
}
