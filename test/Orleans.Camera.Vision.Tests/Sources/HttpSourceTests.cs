using System.Diagnostics;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class HttpSourceTests
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(40);
    private static readonly FrameSourceOptions Hasty = new() { OpenTimeout = TimeSpan.FromSeconds(2) };

    [Fact]
    public async Task Mjpeg_pictures_come_with_the_time_of_their_arrival()
    {
        await using var server = new ScriptedServer(HttpCamera.Mjpeg(Endless(HttpCamera.Jpegs(25)), Pace));

        await using var camera = await LiveCamera.OpenAsync($"http://127.0.0.1:{server.Port}/video?user=admin&pwd=canary", new() { BufferedPictures = 500 });
        await camera.ReadToAsync(30);

        Assert.Equal($"http://127.0.0.1:{server.Port}/video?user=admin&pwd=***", camera.Info.Name);
        Assert.True(camera.Info.IsLive);
        Assert.Empty(camera.Gaps);
        Assert.Equal(Enumerable.Range(1, 30).Select(n => (long)n), camera.Pictures.Select(picture => picture.Number));
        Assert.InRange((camera.Pictures[^1].Pts - camera.Pictures[5].Pts).TotalSeconds, 24 * 0.04 * 0.5, 24 * 0.04 * 4);
    }

    [Fact]
    public async Task Broken_pictures_in_mjpeg_are_a_gap_and_reading_goes_on()
    {
        var pictures = HttpCamera.Jpegs(25).ToList();
        pictures[18] = [.. "no picture at all"u8];
        pictures[20] = pictures[20][..(pictures[20].Length / 2)];
        await using var server = new ScriptedServer(HttpCamera.Mjpeg(Endless(pictures), Pace));

        await using var camera = await LiveCamera.OpenAsync($"http://127.0.0.1:{server.Port}/video");
        await camera.ReadUntilAsync(() => camera.Gaps.Count > 0 && camera.Pictures.Count >= 40);

        Assert.All(camera.Gaps, gap => Assert.Contains("damaged", gap.Gap.Reason, StringComparison.Ordinal));
        Assert.Equal(0, camera.Source.Statistics.Reconnects);
    }

    [Fact]
    public async Task A_camera_that_ends_the_connection_is_connected_again()
    {
        await using var server = new ScriptedServer(HttpCamera.Mjpeg(HttpCamera.Jpegs(25), Pace));

        await using var camera = await LiveCamera.OpenAsync($"http://127.0.0.1:{server.Port}/video");
        await camera.ReadToAsync(30);

        Assert.Single(camera.Gaps);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_playlist_with_an_end_is_read_to_its_end_and_loses_nothing()
    {
        await using var server = new ScriptedServer(HttpCamera.Files(Playlist()));

        var reading = await Reading.OfAsync($"http://127.0.0.1:{server.Port}/list.m3u8");

        Assert.False(reading.Info.IsLive);
        Assert.Null(reading.Fault);
        Assert.Equal(Enumerable.Range(1, 100).Select(n => (long)n), reading.Pictures.Select(picture => picture.Number));
    }

    [Fact]
    public async Task A_file_on_a_server_is_read_like_a_file()
    {
        await using var server = new ScriptedServer(HttpCamera.Files(Path.GetDirectoryName(Clips.H264())!));

        var remote = await Reading.OfAsync($"http://127.0.0.1:{server.Port}/{Path.GetFileName(Clips.H264())}");
        var local = await Reading.OfAsync(Clips.H264());

        Assert.Equal(local.Pictures, remote.Pictures);
    }

    [Fact]
    public async Task A_playlist_cannot_make_a_local_file_be_read()
    {
        var folder = Clips.NewFolder();
        await File.WriteAllTextAsync(
            Path.Combine(folder, "list.m3u8"),
            $"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile://{Clips.H264()}\n#EXT-X-ENDLIST\n");
        await using var server = new ScriptedServer(HttpCamera.Files(folder));

        var fault = await Reading.FaultOfAsync($"http://127.0.0.1:{server.Port}/list.m3u8", Hasty);

        Assert.StartsWith($"http://127.0.0.1:{server.Port}/list.m3u8: ", fault, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Misbehaviours => new()
    {
        { "mute", "no picture within 2 s" },
        { "401", "password was refused" },
        { "404", "nothing at this address" },
        { "500", "the server failed" },
        { "redirects", "" },
        { "header", "no picture within 2 s" },
        { "drip", "no picture within 2 s" },
    };

    [Theory]
    [MemberData(nameof(Misbehaviours))]
    public async Task A_server_that_misbehaves_is_given_up_in_time(string how, string expected)
    {
        var port = 0;
        Func<Stream, CancellationToken, Task> script = how switch
        {
            "mute" => Misbehaviour.MuteAsync,
            "401" => Misbehaviour.Http("401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\""),
            "404" => Misbehaviour.Http("404 Not Found"),
            "500" => Misbehaviour.Http("500 Internal Server Error"),
            "redirects" => (stream, stop) => Misbehaviour.Http("302 Found", $"Location: http://127.0.0.1:{port}/next")(stream, stop),
            "header" => Misbehaviour.EndlessHeader("HTTP/1.1 200 OK\r\n"),
            _ => Misbehaviour.Drip("HTTP/1.1 200 OK\r\nX: "),
        };
        await using var server = new ScriptedServer(script);
        port = server.Port;
        var watch = Stopwatch.StartNew();

        var fault = await Reading.FaultOfAsync($"http://127.0.0.1:{server.Port}/video", Hasty);

        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 6);
    }

    [Fact]
    public async Task A_live_picture_waits_for_nothing_but_its_own_end()
    {
        const int Sent = 10;
        await using var server = new ScriptedServer(async (stream, stop) =>
        {
            await HttpCamera.Mjpeg(HttpCamera.Jpegs(25).Take(Sent), TimeSpan.FromMilliseconds(40))(stream, stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        });
        await using var camera = await LiveCamera.OpenAsync($"http://127.0.0.1:{server.Port}/video", new() { SilenceTimeout = TimeSpan.FromSeconds(20) });

        // Where the last one ends is known when another begins; nothing else is held back.
        await camera.ReadToAsync(Sent - 1);

        Assert.Equal(1, server.Connections);
        Assert.Empty(camera.Gaps);
    }

    private static IEnumerable<byte[]> Endless(IReadOnlyList<byte[]> pictures)
    {
        for (var i = 0; ; i++)
        {
            yield return pictures[i % pictures.Count];
        }
    }

    private static string Playlist()
    {
        var list = Clips.Get("list.m3u8", ["-i", Clips.H264(), "-c", "copy", "-hls_time", "1", "-hls_list_size", "0"]);
        return Path.GetDirectoryName(list)!;
    }
}
