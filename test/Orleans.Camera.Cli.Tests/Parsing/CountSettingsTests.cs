using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Cli.Tests.Parsing;

public sealed class CountSettingsTests
{
    [Fact]
    public void Without_a_line_there_is_one_across_the_middle()
    {
        var line = Assert.Single(Invocation.SettingsOf("a.mp4").Lines);

        Assert.Equal(("middle", new ImagePoint(0, 0.5f), new ImagePoint(1, 0.5f)), (line.Name, line.Start, line.End));
    }

    [Theory]
    [InlineData("motion", Anchor.Center)]
    [InlineData("onnx", Anchor.BottomCenter)]
    public void What_moves_counts_by_its_middle_and_what_is_recognised_by_where_it_stands(string detector, Anchor expected) =>
        Assert.All(Invocation.SettingsOf("a.mp4", "--detector", detector).Lines, line => Assert.Equal(expected, line.Anchor));

    [Fact]
    public void Every_option_finds_its_place()
    {
        var settings = Invocation.SettingsOf(
            "rtsp://host/a", "--line", "door=0.1,.2,0.3,4e-1", "--line", "gate=0,0,1,1", "--zone", "hall=0,0,1,0,1,1,0,1", "--detector", "onnx",
            "--model", "m.onnx", "--labels", "person, car,person", "--anchor", "center", "--tracks", "t.txt", "--process-fps", "7.5",
            "--json", "--annotate", "a.mp4", "--snapshot", "s.PNG", "--rtsp-transport", "udp", "--start", "12");

        Assert.Equal(["door", "gate"], settings.Lines.Select(line => line.Name));
        Assert.Equal(new ImagePoint(0.3f, 0.4f), settings.Lines[0].End);
        Assert.All(settings.Lines, line => Assert.Equal(Anchor.Center, line.Anchor));
        Assert.Equal(4, Assert.Single(settings.Zones).Polygon.Count);
        Assert.Equal(["person", "car"], settings.Labels);
        Assert.Equal(("m.onnx", 7.5, 12L, true, true), (settings.Model, settings.ProcessFps, settings.Start, settings.UseUdp, settings.Json));
        Assert.Equal(("t.txt", "a.mp4", "s.PNG"), (settings.Tracks, settings.Annotate, settings.Snapshot));
    }

    [Fact]
    public void Recorded_detections_need_no_pictures_but_their_size_and_rate()
    {
        var settings = Invocation.SettingsOf("--detections", "d.txt", "--size", "1920x1080", "--fps", "30");

        Assert.Null(settings.Source);
        Assert.Equal((new PictureSize(1920, 1080), 30.0), settings.Virtual);
    }

    [Fact]
    public void A_dash_alone_is_standard_input() => Assert.Equal("-", Invocation.SettingsOf("-").Source);

    [Fact]
    public void After_two_dashes_a_file_may_begin_with_one() => Assert.Equal("-i.mp4", Invocation.SettingsOf("--", "-i.mp4").Source);

    [Fact]
    public void A_model_alone_means_the_ONNX_detector() => Assert.Equal("m", Invocation.SettingsOf("a", "--model", "m").Model);

    [Fact]
    public void The_ONNX_detector_alone_means_the_small_model() =>
        Assert.Equal("yolox-nano", Invocation.SettingsOf("a", "--detector", "onnx").Model);

    [Fact]
    public void A_name_that_begins_with_an_at_sign_is_a_name() => Assert.Equal("@a.mp4", Invocation.SettingsOf("@a.mp4").Source);
}
