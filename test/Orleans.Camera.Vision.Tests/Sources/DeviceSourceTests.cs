using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

/// <summary>There is no camera on the machines that run these tests: only the arguments are tested, and a device that is not there.</summary>
public class DeviceSourceTests
{
    [Fact]
    public async Task A_device_that_is_not_there_is_named() => Assert.Equal(
        "device:///dev/video63: there is no such device; plug it in, or choose another number (ls /dev/video*).",
        await Reading.FaultOfAsync("device:///dev/video63"));

    [Fact]
    public void A_device_is_opened_by_its_path_and_by_nothing_else()
    {
        var address = SourceAddress.Parse("device:///dev/video2");

        var arguments = FfmpegArguments.Build(address, new(address.Target), new(), RunStart.Beginning);

        var input = arguments.IndexOf("-i");
        Assert.Equal("/dev/video2", arguments[input + 1]);
        Assert.Equal(["-f", "v4l2"], arguments[(arguments.IndexOf("v4l2") - 1)..(arguments.IndexOf("v4l2") + 1)]);
        Assert.True(arguments.IndexOf("v4l2") < input);
    }

    [Theory]
    [InlineData("rtsp://host/live", "rtsp,rtp,udp,tcp,tls")]
    [InlineData("http://host/video", "http,https,tcp,tls")]
    [InlineData("http://host/list.m3u8", "http,https,tcp,tls,crypto")]
    [InlineData("clip.mp4", "file")]
    [InlineData("-", "pipe")]
    public void Each_kind_may_use_only_its_own_protocols(string text, string protocols)
    {
        var arguments = FfmpegArguments.Build(SourceAddress.Parse(text), new("x"), new(), RunStart.Beginning);

        Assert.Equal(protocols, arguments[arguments.IndexOf("-protocol_whitelist") + 1]);
        Assert.DoesNotContain("concat", arguments[arguments.IndexOf("-format_whitelist") + 1], StringComparison.Ordinal);
        Assert.True(arguments.IndexOf("-format_whitelist") < arguments.IndexOf("-i"));
    }
}
