using System.Net;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

/// <summary>Names, playlists and redirections that try to make FFmpeg, or us, open something else.</summary>
public class SourceInjectionTests
{
    private static readonly IPAddress _first = IPAddress.Parse("127.0.0.1");
    private static readonly IPAddress _second = IPAddress.Parse("127.0.0.2");

    [Theory]
    [InlineData("http")]
    [InlineData("rtsp")]
    public async Task A_name_that_leads_elsewhere_after_it_was_looked_at_is_refused_when_it_is_connected(string scheme)
    {
        var asked = 0;
        await using var server = new ScriptedServer(scheme == "http" ? Misbehaviour.Http("302 Found", "Location: /again") : Misbehaviour.Rtsp("503 Service Unavailable"));
        var policy = Allowing(_first) with { Resolver = (_, _) => Task.FromResult<IPAddress[]>([asked++ == 0 ? _first : _second]) };
        var options = new FrameSourceOptions { Policy = policy, OpenTimeout = TimeSpan.FromSeconds(10) };
        var address = $"{scheme}://camera.example:{server.Port}/video";

        // HTTP follows the redirection by a second connection; RTSP is tried again by a second source.
        var fault = await Reading.FaultOfAsync(address, options);
        fault = scheme == "http" ? fault : await Reading.FaultOfAsync(address, options);

        Assert.Contains("camera.example leads to 127.0.0.2, which is not public", fault, StringComparison.Ordinal);
        Assert.Equal((1, 2), (server.Connections, asked));
    }

    [Fact]
    public async Task A_name_is_asked_for_once_and_that_answer_is_connected_to()
    {
        var asked = 0;
        await using var server = new ScriptedServer(Misbehaviour.Http("404 Not Found"));
        var policy = Allowing(_first) with { Resolver = (_, _) => Task.FromResult<IPAddress[]>([asked++ == 0 ? _first : _second]) };

        await Reading.FaultOfAsync($"http://camera.example:{server.Port}/video", new() { Policy = policy });

        Assert.Equal((1, 1), (server.Connections, asked));
    }

    [Fact]
    public async Task A_name_with_one_address_that_is_not_allowed_is_refused_whatever_the_others_are()
    {
        await using var server = new ScriptedServer(Misbehaviour.MuteAsync);
        var policy = Allowing(_first) with { Resolver = (_, _) => Task.FromResult<IPAddress[]>([_first, _second]) };

        var fault = await Reading.FaultOfAsync($"http://camera.example:{server.Port}/video", new() { Policy = policy });

        Assert.Contains("leads to 127.0.0.2", fault, StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("file:FILE")]
    [InlineData("file://FILE")]
    [InlineData("concat:FILE|FILE")]
    [InlineData("concat:http://127.0.0.2:PORT/clip.ts|file:FILE")]
    [InlineData("subfile,,start,0,end,100000,,:FILE")]
    [InlineData("crypto:FILE")]
    [InlineData("crypto+file:FILE")]
    [InlineData("async:FILE")]
    [InlineData("cache:FILE")]
    [InlineData("data:video/mp2t;base64,RwAA")]
    [InlineData("pipe:0")]
    [InlineData("unix:FILE")]
    [InlineData("http://127.0.0.2:PORT/clip.ts")]
    [InlineData("tcp://127.0.0.2:PORT")]
    [InlineData("rtsp://127.0.0.2:PORT/x")]
    [InlineData("-i")]
    public async Task An_entry_of_a_playlist_opens_nothing_but_what_is_on_the_server(string entry)
    {
        var folder = Clips.NewFolder();
        File.Copy(Clips.Get("segment.ts", ["-i", Clips.H264(), "-c", "copy"]), Path.Combine(folder, "clip.ts"));
        await using var server = new ScriptedServer(HttpCamera.Files(folder));
        await using var other = new ScriptedServer(HttpCamera.Files(folder), _second);
        var options = new FrameSourceOptions { Policy = Allowing(_first), OpenTimeout = TimeSpan.FromSeconds(5) };
        var list = $"http://127.0.0.1:{server.Port}/list.m3u8";

        await WriteAsync("clip.ts");
        Assert.Equal(100, (await Reading.OfAsync(list, options with { OpenTimeout = TimeSpan.FromMinutes(1) })).Pictures.Count);

        await WriteAsync(entry.Replace("FILE", Path.Combine(folder, "clip.ts"), StringComparison.Ordinal).Replace("PORT", $"{other.Port}", StringComparison.Ordinal));
        var fault = await Reading.FaultOfAsync(list, options);

        Assert.DoesNotContain('\n', fault);
        Assert.Equal(0, other.Connections);

        Task WriteAsync(string segment) => File.WriteAllTextAsync(
            Path.Combine(folder, "list.m3u8"), $"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n{segment}\n#EXT-X-ENDLIST\n");
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("file://FILE")]
    [InlineData("concat:FILE|FILE")]
    [InlineData("subfile,,start,0,end,0,,:FILE")]
    [InlineData("data:video/mp4;base64,AAAA")]
    [InlineData("http://127.0.0.2:PORT/x")]
    [InlineData("http://[::ffff:127.0.0.2]:PORT/x")]
    [InlineData("http://0x7f000002:PORT/x")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://10.0.0.1/x")]
    [InlineData("rtsp://127.0.0.2:PORT/x")]
    [InlineData("tcp://127.0.0.2:PORT")]
    [InlineData("//127.0.0.2:PORT/x")]
    public async Task A_redirection_opens_nothing_but_what_is_allowed(string location)
    {
        await using var other = new ScriptedServer(Misbehaviour.MuteAsync, _second);
        location = location.Replace("PORT", $"{other.Port}", StringComparison.Ordinal).Replace("FILE", Clips.H264(), StringComparison.Ordinal);
        await using var server = new ScriptedServer(Misbehaviour.Http("302 Found", $"Location: {location}"));

        await Reading.FaultOfAsync($"http://127.0.0.1:{server.Port}/clip.mp4", new() { Policy = Allowing(_first), OpenTimeout = TimeSpan.FromSeconds(5) });

        Assert.Equal(0, other.Connections);
    }

    [Theory]
    [InlineData("-i")]
    [InlineData("-version")]
    [InlineData("--help.mp4")]
    [InlineData("concat:a|b.mp4")]
    [InlineData("data:,x.mp4")]
    [InlineData("subfile,,start,0,end,0,,:a.mp4")]
    [InlineData("http:x.mp4")]
    [InlineData("%d.mp4")]
    [InlineData("*.mp4")]
    [InlineData("a b;$(x)'\".mp4")]
    public async Task A_file_is_read_whatever_its_name_would_mean_elsewhere(string name)
    {
        var folder = Clips.NewFolder();
        File.Copy(Clips.H264(), Path.Combine(folder, name));

        var reading = await Reading.OfAsync(Path.Combine(folder, name), new() { Policy = new() { Folders = [folder] } });

        Assert.Equal(100, reading.Pictures.Count);
        Assert.Equal(SourceKind.File, SourceAddress.Parse(name).Kind);
    }

    private static SourcePolicy Allowing(IPAddress address) => new() { Networks = [new IPNetwork(address, 32)] };
}
