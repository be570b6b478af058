using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class SourcePolicyTests
{
    private static readonly SourcePolicy _loopback = new() { Networks = [IPNetwork.Parse("127.0.0.1/32")] };

    [Fact]
    public async Task No_way_of_writing_an_address_that_is_not_public_gets_past()
    {
        var policy = new SourcePolicy();
        var tried = 0;
        foreach (var host in BypassAddresses.Hosts)
        {
            foreach (var text in new[] { $"http://{host}:8080/video", $"rtsp://user:pw@{host}/live" })
            {
                tried++;
                var fault = await Record.ExceptionAsync(() => policy.ResolveAsync(SourceAddress.Parse(text).Endpoint!.Host, CancellationToken.None));

                // Refused, or no address and no name at all.
                Assert.True(fault is SourceException or SocketException, $"{text}: {fault}");
            }
        }

        Assert.InRange(tried, 200, 1000);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("100.128.0.1", true)]
    [InlineData("2a00:1450:4001:80e::200e", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("10.20.30.40", true)]
    [InlineData("::ffff:10.20.30.40", true)]
    [InlineData("10.21.0.1", false)]
    [InlineData("fd12::1", true)]
    [InlineData("fd13::1", false)]
    public void Public_addresses_and_listed_networks_are_allowed(string address, bool isAllowed)
    {
        var policy = new SourcePolicy { Networks = [IPNetwork.Parse("10.20.0.0/16"), IPNetwork.Parse("fd12::/16")] };

        Assert.Equal(isAllowed, policy.Allows(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("rtsp")]
    [InlineData("https")]
    public async Task Nothing_is_connected_that_is_not_allowed(string scheme)
    {
        await using var server = new ScriptedServer(Misbehaviour.MuteAsync);

        var fault = await Reading.FaultOfAsync($"{scheme}://localhost:{server.Port}/video", new() { Policy = new() });

        Assert.Contains("is not public; allow its network", fault, StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("device:///dev/video0")]
    [InlineData("-")]
    [InlineData("rtsps://127.0.0.1/x")]
    public void Only_listed_schemes_are_allowed(string text)
    {
        var fault = Assert.Throws<SourceException>(() => FrameSources.Create(
            SourceAddress.Parse(text), new() { Policy = _loopback with { Schemes = ["rtsp"] } }, NullLogger.Instance));
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task What_is_allowed_is_read()
    {
        using var rtsp = await RtspServer.StartAsync();
        await using var http = new ScriptedServer(HttpCamera.Mjpeg(HttpCamera.Jpegs(25), TimeSpan.FromMilliseconds(40)));
        foreach (var address in new[] { rtsp.Url(), $"http://127.0.0.1:{http.Port}/video" })
        {
            await using var camera = await LiveCamera.OpenAsync(address, new() { Policy = _loopback });
            await camera.ReadToAsync(10);
        }
    }

    [Theory]
    [InlineData("http")]
    [InlineData("rtsp")]
    public async Task A_redirection_leads_nowhere_else(string scheme)
    {
        await using var second = new ScriptedServer(Misbehaviour.MuteAsync);
        var location = $"Location: {scheme}://127.0.0.2:{second.Port}/next";
        await using var first = new ScriptedServer(scheme == "http" ? Misbehaviour.Http("302 Found", location) : Misbehaviour.Rtsp("302 Moved", location));

        var fault = await Reading.FaultOfAsync($"{scheme}://127.0.0.1:{first.Port}/video", new() { Policy = _loopback });

        Assert.Contains(scheme == "http" ? "127.0.0.2, which is not public" : "it redirects", fault, StringComparison.Ordinal);
        Assert.Equal(1, first.Connections);
    }

    [Fact]
    public async Task An_entry_of_a_playlist_leads_nowhere_else()
    {
        var folder = Clips.NewFolder();
        await File.WriteAllTextAsync(
            Path.Combine(folder, "list.m3u8"), "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nhttp://127.0.0.2:9/segment.ts\n#EXT-X-ENDLIST\n");
        await using var server = new ScriptedServer(HttpCamera.Files(folder));

        var fault = await Reading.FaultOfAsync($"http://127.0.0.1:{server.Port}/list.m3u8", new() { Policy = _loopback, OpenTimeout = TimeSpan.FromSeconds(5) });

        Assert.Contains("127.0.0.2, which is not public", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_read_below_the_folders_only_and_no_link_leads_out()
    {
        var (inside, outside) = (Clips.NewFolder(), Clips.NewFolder());
        var policy = new SourcePolicy { Folders = [inside] };
        var secret = Path.Combine(outside, "clip.mp4");
        File.Copy(Clips.H264(), Path.Combine(inside, "clip.mp4"));
        File.Copy(Clips.H264(), secret);
        Directory.CreateDirectory(inside + "2");
        File.Copy(Clips.H264(), inside + "2/clip.mp4");
        File.CreateSymbolicLink(Path.Combine(inside, "good.mp4"), Path.Combine(inside, "clip.mp4"));
        File.CreateSymbolicLink(Path.Combine(inside, "link.mp4"), secret);
        File.CreateSymbolicLink(Path.Combine(inside, "twice.mp4"), Path.Combine(inside, "link.mp4"));
        File.CreateSymbolicLink(Path.Combine(inside, "relative.mp4"), $"../{Path.GetFileName(outside)}/clip.mp4");
        Directory.CreateSymbolicLink(Path.Combine(inside, "folder"), outside);
        string[] refused =
        [
            secret, $"file://{secret}", inside + "2/clip.mp4", $"{inside}/link.mp4", $"{inside}/twice.mp4", $"{inside}/relative.mp4", $"{inside}/folder/clip.mp4",
            $"{inside}/../{Path.GetFileName(outside)}/clip.mp4", $"file://{inside}/..%2f{Path.GetFileName(outside)}/clip.mp4", "/etc/passwd", "/dev/zero", "/proc/self/environ",
            $"{inside}/folder", outside, "/", $"{inside}/nothing.mp4",
        ];

        foreach (var allowed in new[] { $"{inside}/clip.mp4", $"{inside}/good.mp4", $"file://{inside}/./clip.mp4" })
        {
            Assert.Equal(100, (await Reading.OfAsync(allowed, new() { Policy = policy })).Pictures.Count);
        }

        foreach (var path in refused)
        {
            Assert.Contains("in the folders that sources may be read from", await Reading.FaultOfAsync(path, new() { Policy = policy }), StringComparison.Ordinal);
        }

        Assert.Contains("(none)", await Reading.FaultOfAsync(secret, new() { Policy = new() }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_of_a_folder_that_is_a_link_out_of_it_is_refused()
    {
        var (inside, outside) = (Clips.NewFolder(), Clips.NewFolder());
        await File.WriteAllBytesAsync(Path.Combine(outside, "1.png"), GreyPng.Of(64, 48));
        await File.WriteAllBytesAsync(Path.Combine(inside, "2.png"), GreyPng.Of(64, 48));
        var options = new FrameSourceOptions { Policy = new() { Folders = [inside] } };

        Assert.Single((await Reading.OfAsync(inside, options)).Pictures);
        File.CreateSymbolicLink(Path.Combine(inside, "1.png"), Path.Combine(outside, "1.png"));

        Assert.Contains("in the folders that", await Reading.FaultOfAsync(inside, options), StringComparison.Ordinal);
    }
}
