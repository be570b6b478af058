using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Tracking;

namespace Orleans.Camera.Core.Tests.Detecting;

public class MotFrameSourceTests
{
    private static readonly PictureSize Size = new(640, 360);

    [Fact]
    public async Task Pictures_without_pixels_run_from_the_first_to_the_last_one_with_a_box()
    {
        await using var source = new MotFrameSource(Recorded("3,-1,0,0,5,5,1\n5,-1,0,0,5,5,1"), Size, 25, DateTimeOffset.UnixEpoch);

        var info = await source.OpenAsync(default);
        var frames = await ReadAll(source);

        Assert.Equal(5, info.ExpectedPictures);
        Assert.Equal([1, 2, 3, 4, 5], frames.Select(frame => frame.Number));
        Assert.Equal([0, 40, 80, 120, 160], frames.Select(frame => frame.Pts.TotalMilliseconds));
        Assert.All(frames, frame => Assert.Equal(DateTimeOffset.UnixEpoch + frame.Pts, frame.Time));
        Assert.Equal(5, source.Statistics.Arrived);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(5, 5)]
    [InlineData(3, 3)]
    [InlineData(1, 1)]
    [InlineData(100, 25)]
    public async Task A_limited_rate_delivers_one_picture_of_each_interval(double limit, int expectedPerSecond)
    {
        await using var source = new MotFrameSource(Recorded("75,-1,0,0,5,5,1"), Size, 25, DateTimeOffset.UnixEpoch, limit);
        await source.OpenAsync(default);

        var frames = await ReadAll(source);

        Assert.Equal(3 * expectedPerSecond, frames.Count);
        Assert.Equal(1, frames[0].Number);
        Assert.All(frames, frame => Assert.Equal((frame.Number - 1) / 25.0, frame.Pts.TotalSeconds, 6));
    }

    [Fact]
    public async Task Recorded_boxes_become_relative_ones_and_written_tracks_are_pixels_again()
    {
        var detector = new RecordedDetector(Recorded("1,-1,64,36,128,72,0.5"));
        var found = new List<Detection>();
        using var frame = Frame.WithoutPicture(Size, 1, TimeSpan.Zero, DateTimeOffset.UnixEpoch);
        await detector.DetectAsync(frame, motion: null, found, default);
        var box = Assert.Single(found).Box;
        Assert.Equal(0.1f, box.Left, 1e-6f);
        Assert.Equal(0.3f, box.Bottom, 1e-6f);
        Assert.Equal(0.3f, box.Right, 1e-6f);

        using var text = new StringWriter();
        new MotWriter(text, Size).Write(1, [new Track(7, box, 0, 0.5f, box)]);

        Assert.Equal("1,7,64.00,36.00,128.00,72.00,0.5,-1,-1,-1\n", text.ToString());
    }

    [Theory]
    [InlineData(0, 360, 25)]
    [InlineData(640, 360, 0)]
    [InlineData(640, 360, double.NaN)]
    public async Task Without_size_or_rate_it_says_how_to_give_them(int width, int height, double rate)
    {
        await using var source = new MotFrameSource(Recorded("1,-1,0,0,5,5,1"), new(width, height), rate, DateTimeOffset.UnixEpoch);

        var fault = await Assert.ThrowsAsync<SourceException>(() => source.OpenAsync(default));

        Assert.Contains("--size 1920x1080 --fps 25", fault.Message, StringComparison.Ordinal);
    }

    private static MotDetections Recorded(string text) => MotDetections.Read(new StringReader(text), "det.txt");

    private static async Task<List<Frame>> ReadAll(MotFrameSource source)
    {
        var frames = new List<Frame>();
        while (await source.ReadAsync(default) is { IsEnd: false } read)
        {
            frames.Add(read.Frame!);
        }

        return frames;
    }
}
