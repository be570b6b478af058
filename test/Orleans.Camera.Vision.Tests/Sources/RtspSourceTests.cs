using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Scenes;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class RtspSourceTests
{
    private const int Lost = 2002;
    private const string Password = "s3cret-Canary";

    private static readonly FrameSourceOptions Hasty = new() { OpenTimeout = TimeSpan.FromSeconds(1.5) };

    [Theory]
    [InlineData(RtspTransport.Tcp)]
    [InlineData(RtspTransport.Udp)]
    public async Task Pictures_come_with_numbers_and_the_time_of_day(RtspTransport transport)
    {
        using var server = await RtspServer.StartAsync();
        var before = TimeProvider.System.GetUtcNow();

        await using var camera = await LiveCamera.OpenAsync(server.Url(), new() { RtspTransport = transport, BufferedPictures = 500 });
        await camera.ReadToAsync(40);

        Assert.True(camera.Info.IsLive);
        Assert.Equal(Enumerable.Range(1, 40).Select(n => (long)n), camera.Pictures.Select(picture => picture.Number));
        Assert.True(camera.Pictures.Zip(camera.Pictures.Skip(1)).All(pair => pair.First.Pts < pair.Second.Pts && pair.First.Time < pair.Second.Time));
        Assert.InRange(camera.Pictures[^1].Time, before, TimeProvider.System.GetUtcNow());
        Assert.InRange((camera.Pictures[^1].Pts - camera.Pictures[0].Pts).TotalSeconds, 0.5, 3);
        Assert.Empty(camera.Gaps);
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("digest")]
    public async Task A_password_opens_the_camera_and_a_wrong_one_is_refused_unnamed(string authentication)
    {
        using var server = await RtspServer.StartAsync(new() { User = "admin", Password = Password, Authentication = authentication });

        await using (var camera = await LiveCamera.OpenAsync(server.Url(credentials: $"admin:{Password}")))
        {
            await camera.ReadToAsync(2);
            Assert.Equal($"rtsp://admin:***@127.0.0.1:{server.Port}/live1", camera.Info.Name);
        }

        var fault = await Reading.FaultOfAsync(server.Url(credentials: $"admin:{Password}x"));
        Assert.Equal(
            $"rtsp://admin:***@127.0.0.1:{server.Port}/live1: the user name or password was refused; check them (rtsp://user:password@host/...).", fault);
        Assert.Contains("password was refused", await Reading.FaultOfAsync(server.Url()), StringComparison.Ordinal);
    }

    /// <summary>Debian's server sends the slices of a picture as if each were one; what FFmpeg makes of them is patched up.</summary>
    [Fact]
    public async Task A_stream_that_is_damaged_from_its_first_picture_on_has_gaps_that_begin_with_it()
    {
        using var folder = new TemporaryFolder();
        var scene = StreetScene.Create(seed: 1, new(320, 180), 12.5, seconds: 8);
        await SceneEncoder.EncodeAsync(scene, folder["sliced.mp4"], zeroLatency: true, keyInterval: 12);
        using var server = await RtspServer.StartAsync(new() { Cameras = 0, Clip = folder["sliced.mp4"] });
        var before = TimeProvider.System.GetUtcNow();

        await using var camera = await LiveCamera.OpenAsync(server.Url("clip"), new() { BufferedPictures = 500 });
        await camera.ReadToAsync(30);

        Assert.All(camera.Gaps, known => Assert.InRange(known.Gap.From, before.AddSeconds(-1), known.Gap.To));
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_named()
    {
        using var server = await RtspServer.StartAsync();

        Assert.Contains("there is nothing at this address", await Reading.FaultOfAsync(server.Url("nothing")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_says_that_nobody_listens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Assert.Equal(
            $"rtsp://127.0.0.1:{port}/live: nobody listens there; check host and port, and that the camera is on.",
            await Reading.FaultOfAsync($"rtsp://127.0.0.1:{port}/live"));
    }

    [Fact]
    public async Task A_server_that_drips_a_byte_at_a_time_is_given_up_after_ten_seconds_in_all()
    {
        await using var server = new ScriptedServer(Misbehaviour.Drip("RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: "));
        var watch = Stopwatch.StartNew();

        var fault = await Reading.FaultOfAsync($"rtsp://127.0.0.1:{server.Port}/live");

        Assert.Contains("no picture within 10 s", fault, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 9.9, 14);
    }

    public static TheoryData<string> Misbehaviours => ["mute", "401", "redirects", "header", "drip"];

    [Theory]
    [MemberData(nameof(Misbehaviours))]
    public async Task A_server_that_misbehaves_is_given_up_in_time(string how)
    {
        var port = 0;
        Func<Stream, CancellationToken, Task> script = how switch
        {
            "mute" => Misbehaviour.MuteAsync,
            "401" => Misbehaviour.Rtsp("401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\""),
            "redirects" => (stream, stop) => Misbehaviour.Rtsp("302 Moved", $"Location: rtsp://127.0.0.1:{port}/next")(stream, stop),
            "header" => Misbehaviour.EndlessHeader("RTSP/1.0 200 OK\r\nCSeq: 1\r\n"),
            _ => Misbehaviour.Drip("RTSP/1.0 200 OK\r\n"),
        };
        await using var server = new ScriptedServer(script);
        port = server.Port;
        var watch = Stopwatch.StartNew();

        var fault = await Reading.FaultOfAsync($"rtsp://admin:{Password}@127.0.0.1:{server.Port}/live", Hasty);

        Assert.StartsWith($"rtsp://admin:***@127.0.0.1:{server.Port}/live: ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, fault, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 6);
        Assert.NotEqual(0, server.Connections);
    }

    [Fact]
    public async Task A_server_that_dies_and_comes_back_is_read_again_after_a_gap()
    {
        using var server = await RtspServer.StartAsync();
        await using var camera = await LiveCamera.OpenAsync(server.Url());
        await camera.ReadToAsync(10);

        server.Kill();
        Assert.Contains("lost", await camera.WaitForLogAsync(Lost), StringComparison.Ordinal);
        await server.RestartAsync();
        await camera.ReadUntilAsync(() => camera.Gaps.Count > 0 && camera.Pictures.Count > camera.Gaps[0].AfterPictures + 5);

        var (after, gap) = Assert.Single(camera.Gaps);
        Assert.Equal((camera.Pictures[after - 1].Time, camera.Pictures[after].Time), (gap.From, gap.To));
        Assert.True(camera.Source.Statistics.Reconnects > 0);
        Assert.True(camera.Pictures.Zip(camera.Pictures.Skip(1)).All(pair => pair.First.Number < pair.Second.Number && pair.First.Pts < pair.Second.Pts));
    }

    [Fact]
    public async Task A_child_that_is_killed_is_started_again_after_a_gap()
    {
        using var server = await RtspServer.StartAsync();
        await using var camera = await LiveCamera.OpenAsync(server.Url());
        await camera.ReadToAsync(5);

        Signals.Kill(camera.Source.ChildId!.Value);
        await camera.ReadUntilAsync(() => camera.Gaps.Count > 0 && camera.Pictures.Count > camera.Gaps[0].AfterPictures);

        Assert.Contains("killed", Assert.Single(camera.Gaps).Gap.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_reader_loses_the_oldest_pictures_and_delays_nobody()
    {
        using var server = await RtspServer.StartAsync();
        await using var camera = await LiveCamera.OpenAsync(server.Url());

        // The reader does nothing; the source goes on.
        await camera.UntilArrivedAsync(40);
        await camera.ReadToAsync(15);

        Assert.InRange(camera.Pictures[0].Number, 20, 60);
        Assert.True(camera.Source.Statistics.Skipped >= 20);

        // Every skipped picture is missing from what was read, or newer than all of it.
        var missing = camera.Pictures[^1].Number - camera.Pictures.Count;
        var skipped = camera.Source.Statistics.Skipped;
        var newer = camera.Source.Statistics.Arrived - camera.Pictures[^1].Number;
        Assert.InRange(skipped, missing, missing + newer);
    }

    [Fact]
    public async Task Pictures_that_wait_for_each_other_come_in_groups_whole_and_with_their_own_times()
    {
        using var server = await RtspServer.StartAsync();
        await using var camera = await LiveCamera.OpenAsync(
            server.Url(),
            new() { Policy = new() { Networks = [IPNetwork.Parse("127.0.0.0/8")] }, Coalescing = new(TimeSpan.FromSeconds(0.2), () => true), BufferedPictures = 500 });
        await camera.ReadToAsync(25);

        var (pauses, read) = (0, Stopwatch.StartNew());
        while (camera.Pictures.Count < 85)
        {
            read.Restart();
            await camera.ReadToAsync(camera.Pictures.Count + 1);
            pauses += read.Elapsed > TimeSpan.FromSeconds(0.12) ? 1 : 0;
        }

        Assert.True(pauses >= 5, $"{pauses} pauses");
        Assert.Empty(camera.Gaps);
        Assert.Equal(Enumerable.Range(1, 85).Select(n => (long)n), camera.Pictures.Select(picture => picture.Number));

        // By their arrival, most would be a fraction of a millisecond apart.
        var intervals = camera.Pictures.Zip(camera.Pictures.Skip(1)).Select(pair => (pair.Second.Pts - pair.First.Pts).TotalSeconds).Order().ToArray();
        Assert.InRange(intervals[intervals.Length / 2], 0.03, 0.05);
    }
}
