using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class FileSourceTests
{
    [Fact]
    public async Task A_file_delivers_every_picture_once_with_its_number_and_time()
    {
        var reading = await Reading.OfAsync(Clips.H264(pictures: 100, fps: 25));

        Assert.Equal(Enumerable.Range(1, 100).Select(n => (long)n), reading.Pictures.Select(picture => picture.Number));
        Assert.Equal(Enumerable.Range(0, 100).Select(n => TimeSpan.FromMilliseconds(40 * n)), reading.Pictures.Select(picture => picture.Pts));
        Assert.Equal(100, reading.Pictures.DistinctBy(picture => picture.Gate).Count());
        Assert.Empty(reading.Gaps);
        Assert.Null(reading.Fault);
        Assert.Equal((100, 0, 0), (reading.Statistics.Arrived, reading.Statistics.Skipped, reading.Statistics.Reconnects));
        Assert.Equal((25, 100, false), (reading.Info.FramesPerSecond, reading.Info.ExpectedPictures, reading.Info.IsLive));
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(null, 31)]
    [InlineData(null, 100)]
    [InlineData(10.0, 1)]
    [InlineData(10.0, 28)]
    [InlineData(10.0, 61)]
    [InlineData(7.3, 50)]
    public async Task A_start_in_the_middle_delivers_what_a_reading_from_the_start_delivers_from_there(double? fps, long startAt)
    {
        var options = new FrameSourceOptions { ProcessFps = fps };
        var whole = await Reading.OfAsync(Clips.H264(), options);

        var rest = await Reading.OfAsync(Clips.H264(), options with { StartAt = startAt });

        Assert.Equal(whole.Pictures.Where(picture => picture.Number >= startAt), rest.Pictures);
        Assert.Equal(whole.Info.Start, rest.Info.Start);
    }

    [Fact]
    public async Task The_gate_sees_the_same_bytes_with_and_without_a_colour_picture()
    {
        var alone = await Reading.OfAsync(Clips.H264());

        foreach (var picture in new[] { ColourPicture.Native, ColourPicture.Within(160, 160), ColourPicture.Within(40, 40) })
        {
            var accompanied = await Reading.OfAsync(Clips.H264(), new() { Picture = picture });

            Assert.Equal(alone.Pictures.Select(p => (p.Number, p.Pts, p.Gate)), accompanied.Pictures.Select(p => (p.Number, p.Pts, p.Gate)));
        }
    }

    [Fact]
    public async Task A_colour_picture_fits_its_box_and_keeps_its_shape()
    {
        var reading = await Reading.OfAsync(Clips.H264(size: "320x240"), new() { Picture = ColourPicture.Within(160, 160) });

        Assert.Equal(new PictureSize(320, 240), reading.Info.Layout.Source);
        Assert.Equal(new PictureSize(160, 120), reading.Info.Layout.Picture);
        Assert.Equal(new PictureSize(160, 120), reading.Info.Layout.Gate);
    }
}
