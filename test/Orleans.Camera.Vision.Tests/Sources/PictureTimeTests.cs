using System.Globalization;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Vision.Tests.Sources;

public class PictureTimeTests
{
    private static string Irregular => Clips.Get(
        "irregular.mkv",
        ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=60,settb=1/1000,setpts='(N+2*sin(N/3)+floor(N/20)*40)/60/TB'", "-frames:v", "150", "-fps_mode", "passthrough", "-enc_time_base", "1:1000", "-c:v", "libx264", "-bf", "2"]);

    [Fact]
    public async Task Times_of_a_file_of_variable_rate_are_its_own()
    {
        var probe = await ProgramRun.OfAsync(
            "ffprobe", ["-v", "error", "-select_streams", "v", "-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0", Irregular]);
        var expected = probe.Lines.Select(line => double.Parse(line.TrimEnd(','), CultureInfo.InvariantCulture)).ToList();

        var reading = await Reading.OfAsync(Irregular);

        Assert.Equal(150, expected.Count);
        Assert.Equal(expected.Select(time => Math.Round((time - expected[0]) * 1e6)), reading.Pictures.Select(picture => picture.Pts.TotalMicroseconds));
        Assert.Equal(Enumerable.Range(1, 150).Select(n => (long)n), reading.Pictures.Select(picture => picture.Number));
        Assert.Empty(reading.Gaps);
    }

    [Theory]
    [InlineData(2.0)]
    [InlineData(10.0)]
    [InlineData(29.97)]
    public async Task A_limit_keeps_the_first_picture_of_each_interval_and_the_true_numbers(double fps)
    {
        var whole = await Reading.OfAsync(Irregular);

        var limited = await Reading.OfAsync(Irregular, new() { ProcessFps = fps });

        // The grid lies 0.29 of an interval off the start; see FilterGraph.
        var expected = whole.Pictures.DistinctBy(picture => Math.Floor((picture.Pts.TotalMicroseconds * fps / 1e6) + 0.29));
        Assert.Equal(expected, limited.Pictures);
    }

    [Theory]
    [InlineData(30, 30.0, 1)]
    [InlineData(30, 100.0, 1)]
    [InlineData(30, 15.0, 2)]
    [InlineData(30, 10.0, 3)]
    [InlineData(25, 5.0, 5)]
    [InlineData(30, 1.0, 30)]
    public async Task A_limit_that_divides_the_rate_keeps_every_nth_picture(int fps, double limit, int nth)
    {
        var reading = await Reading.OfAsync(Clips.H264(pictures: 120, fps: fps, size: "160x120"), new() { ProcessFps = limit });

        var steps = reading.Pictures.Skip(1).Zip(reading.Pictures.Skip(2)).Select(pair => pair.Second.Number - pair.First.Number);
        Assert.All(steps, step => Assert.Equal(nth, step));
        Assert.Equal(1, reading.Pictures[0].Number);
        Assert.InRange(reading.Pictures.Count, 120 / nth, (120 / nth) + 1);
    }

    [Fact]
    public async Task A_limited_file_keeps_numbers_when_thousands_are_left_out()
    {
        var clip = Clips.Get("long.mp4", ["-f", "lavfi", "-i", "color=c=gray:s=32x32:r=1000", "-frames:v", "20000", "-c:v", "mpeg4"]);

        var reading = await Reading.OfAsync(clip, new() { ProcessFps = 0.25 });

        Assert.All(reading.Pictures, picture => Assert.Equal(picture.Number - 1, picture.Pts.TotalMilliseconds, 0.6));
        Assert.InRange(reading.Pictures.Count, 5, 6);
    }

    [Fact]
    public async Task A_file_starts_when_it_says_or_when_it_was_written_or_when_we_say()
    {
        var said = Clips.Get("dated.mp4", ["-i", Clips.H264(), "-c", "copy", "-metadata", "creation_time=2024-05-06T07:08:09Z"]);
        var written = Clips.File("undated.mp4", await File.ReadAllBytesAsync(Clips.H264()));
        File.SetLastWriteTimeUtc(written, new DateTime(2023, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        var told = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero), (await Reading.OfAsync(said)).Info.Start);
        Assert.Equal(new DateTimeOffset(2023, 1, 2, 3, 4, 5, TimeSpan.Zero), (await Reading.OfAsync(written)).Info.Start);
        Assert.Equal(told, (await Reading.OfAsync(said, new() { StartTime = told })).Info.Start);
    }
}
