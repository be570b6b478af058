using Orleans.Camera.Cli.Counting;
using Orleans.Camera.Cli.Output;
using Orleans.Camera.Cli.Output.Sinks;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Cli.Tests.Output;

public sealed class ProgressSinkTests
{
    private static readonly PictureSize _size = new(640, 480);

    [Fact]
    public async Task A_file_has_a_bar_its_rate_the_time_left_and_the_counts()
    {
        var shown = await ShownAsync(expected: 100, pictures: 50, width: 200);

        var last = shown.Split('\r')[^2];
        Assert.Contains("50%", last);
        Assert.Contains("10 fps", last);
        Assert.Contains("0:05 left", last);
        Assert.Contains("middle in 0 out 0", last);
        Assert.EndsWith("\r\u001b[2K", shown);
    }

    [Fact]
    public async Task A_live_source_has_no_bar_because_nobody_knows_its_end()
    {
        var shown = await ShownAsync(expected: null, pictures: 50, width: 200);

        Assert.Contains("50 pictures", shown);
        Assert.DoesNotContain('%', shown);
    }

    [Fact]
    public async Task No_line_is_as_wide_as_the_terminal()
    {
        var shown = await ShownAsync(expected: 100, pictures: 50, width: 30);

        Assert.All(shown.Split("\r\u001b[2K"), line => Assert.True(line.Length < 30));
    }

    [Fact]
    public async Task The_terminal_is_not_flooded()
    {
        var shown = await ShownAsync(expected: 2000, pictures: 1000, width: 100, picturesPerSecond: 1000);

        Assert.InRange(shown.Split('\r').Length, 8, 15);
    }

    private static async Task<string> ShownAsync(long? expected, int pictures, int width, int picturesPerSecond = 10)
    {
        var time = new ManualTime();
        using var error = new StringWriter();
        using var console = new CommandConsole(Stream.Null, error, time) { IsErrorTerminal = true, Width = width };
        var settings = Invocation.SettingsOf("a");
        using var detector = new RecordedDetector(MotDetections.Read(new StringReader(string.Empty), "none"));
        var layout = new FrameLayout(_size, default);
        var pipeline = new CountingPipeline(new CountingPlan { Lines = settings.Lines }, detector, layout);
        var info = new SourceInfo { Name = "a", Layout = layout, ExpectedPictures = expected };
        var sink = new ProgressSink(new SinkContext(settings, info, detector.Labels, pipeline, console));
        for (var i = 1; i <= pictures; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1.0 / picturesPerSecond));
            using var frame = Frame.WithoutPicture(_size, i, TimeSpan.FromSeconds(i / 10.0), DateTimeOffset.UnixEpoch);
            await sink.PictureAsync(await pipeline.ProcessAsync(frame, CancellationToken.None), CancellationToken.None);
        }

        await sink.EndAsync(CountSummary.Of(pipeline.Totals, default, TimeSpan.Zero));
        return error.ToString();
    }

    private sealed class ManualTime : TimeProvider
    {
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public void Advance(TimeSpan time) => _now += time;
    }
}
