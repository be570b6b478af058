using Orleans.Camera.Core.Frames;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class ResumeTests
{
    private static readonly string[] _picture = ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=25", "-frames:v", "220"];
    private static readonly string[] _x264 = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"];

    private static readonly Dictionary<string, Func<string>> _clips = new(StringComparer.Ordinal)
    {
        ["open groups.mp4"] = () => Clips.H264(pictures: 220, size: "160x120"),
        ["long groups.mp4"] = () => Clips.Get("long-groups.mp4", [.. _picture, .. _x264, "-g", "250", "-bf", "0"]),
        ["b-frames.mkv"] = () => Clips.Get("b-frames.mkv", [.. _picture, .. _x264, "-g", "20", "-bf", "8", "-x264-params", "b-adapt=0"]),
        ["refresh.mp4"] = () => Clips.Get("refresh.mp4", [.. _picture, .. _x264, "-g", "40", "-x264-params", "intra-refresh=1:bframes=0"]),
        ["irregular.mkv"] = () => Clips.Get(
            "irregular-220.mkv",
            ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=60,settb=1/1000,setpts='(N+2*sin(N/3)+floor(N/20)*40)/60/TB'", "-frames:v", "220", "-fps_mode", "passthrough", "-enc_time_base", "1:1000", .. _x264, "-g", "25", "-bf", "2"]),
        ["late picture.mp4"] = () => Clips.Get(
            "late.mp4", ["-f", "lavfi", "-i", "sine=r=8000", "-itsoffset", "0.73", .. _picture, "-t", "12", .. _x264, "-g", "15", "-c:a", "aac"]),
        ["ntsc.mp4"] = () => Clips.Get("ntsc.mp4", ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=30000/1001", "-frames:v", "220", .. _x264, "-g", "12", "-bf", "3"]),
        ["mpeg4.avi"] = () => Clips.Get("mpeg4.avi", [.. _picture, "-c:v", "mpeg4", "-g", "12", "-q:v", "3"]),
        ["mpeg4-b.avi"] = () => Clips.Get("mpeg4-b.avi", [.. _picture, "-c:v", "mpeg4", "-g", "12", "-bf", "2", "-q:v", "3"]),
        ["hevc.mp4"] = () => Clips.Get("hevc.mp4", [.. _picture, "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:keyint=24:pools=1", "-pix_fmt", "yuv420p"]),
        ["stream.ts"] = () => Clips.Get("stream-220.ts", ["-i", Clips.H264(pictures: 220, size: "160x120"), "-c", "copy"]),
    };

    // Where seeking is not exact, or there is no index, all is decoded.
    private static readonly string[] _fromTheStart = ["stream.ts", "refresh.mp4", "mpeg4-b.avi"];

    public static TheoryData<string, double?> ClipsAndLimits
    {
        get
        {
            var data = new TheoryData<string, double?>();
            foreach (var clip in _clips.Keys)
            {
                data.Add(clip, null);
                data.Add(clip, 7.3);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ClipsAndLimits))]
    public async Task Going_on_after_any_picture_delivers_what_an_uninterrupted_reading_delivers(string clip, double? fps)
    {
        var options = new FrameSourceOptions { ProcessFps = fps, Picture = ColourPicture.Native };
        var whole = await Reading.OfAsync(_clips[clip](), options);
        var random = new Random(clip.Length);
        int[] positions = [.. Enumerable.Range(0, 3).Select(_ => random.Next(whole.Pictures.Count)), whole.Pictures.Count - 1];
        var sought = 0;
        foreach (var position in positions)
        {
            var rest = await Reading.OfAsync(_clips[clip](), options with { After = whole.PointAt(position) });

            Assert.Equal(whole.Pictures.Skip(position + 1), rest.Pictures);
            Assert.Equal(whole.Info, rest.Info);
            Assert.Equal(whole.Gaps, rest.Gaps);
            Assert.Null(rest.Fault);
            sought += rest.HasSought ? 1 : 0;
        }

        Assert.True(_fromTheStart.Contains(clip) || sought > 1, $"{clip}: sought {sought} times");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(92)]
    public async Task Going_on_with_another_limit_delivers_what_that_limit_delivers(int position)
    {
        var point = (await Reading.OfAsync(Clips.H264())).PointAt(position);
        var limited = new FrameSourceOptions { ProcessFps = 3 };
        var whole = await Reading.OfAsync(Clips.H264(), limited);

        var rest = await Reading.OfAsync(Clips.H264(), limited with { After = point });

        Assert.DoesNotContain(point.Number, whole.Pictures.Select(picture => picture.Number));
        Assert.Equal(whole.Pictures.Where(picture => picture.Number > point.Number), rest.Pictures);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(90)]
    public async Task Another_file_in_the_same_place_is_refused(int position)
    {
        var clip = Clips.H264();
        var point = (await Reading.OfAsync(clip)).PointAt(position);

        foreach (var wrong in new[]
        {
            point with { Checksum = point.Checksum + 1 }, point with { Pts = point.Pts + TimeSpan.FromMicroseconds(1) },
        })
        {
            Assert.Contains("another recording", await Reading.FaultOfAsync(clip, new() { After = wrong }), StringComparison.Ordinal);
        }

        var longer = (await Reading.OfAsync(Clips.H264(pictures: 400))).PointAt(390);
        Assert.Contains("picture 391 is not there", await Reading.FaultOfAsync(clip, new() { After = longer }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_goes_on_after_any_picture()
    {
        var folder = Clips.NewFolder();
        foreach (var (jpeg, index) in HttpCamera.Jpegs(25).Select((jpeg, index) => (jpeg, index)))
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{index}.jpg"), jpeg);
        }

        var whole = await Reading.OfAsync(folder);
        var rest = await Reading.OfAsync(folder, new() { After = whole.PointAt(11) });

        Assert.Equal(whole.Pictures.Skip(12), rest.Pictures);
        Assert.Equal(whole.Info, rest.Info);
    }

    [Fact]
    public async Task A_recording_is_told_from_others_by_its_content()
    {
        var bytes = await File.ReadAllBytesAsync(Clips.H264());
        var original = (await Reading.OfAsync(Clips.H264())).Info.Identity;
        var copy = (await Reading.OfAsync(Clips.File("copy.mp4", bytes))).Info.Identity;
        bytes[^1] ^= 1;
        var changed = (await Reading.OfAsync(Clips.File("changed.mp4", bytes))).Info.Identity;

        Assert.Equal(original, copy);
        Assert.NotEqual(original, changed);
        Assert.StartsWith($"{bytes.Length}-", original, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_camera_goes_on_with_its_numbers_and_times()
    {
        using var server = await RtspServer.StartAsync();
        var now = TimeProvider.System.GetUtcNow();

        // Stores keep times to the microsecond, and so does a source.
        var zero = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)) - TimeSpan.FromHours(1);
        var after = new ResumePoint(90_000, TimeSpan.FromMinutes(59), Checksum: 0);

        await using var camera = await LiveCamera.OpenAsync(server.Url(), new() { StartTime = zero, After = after, BufferedPictures = 500 });
        await camera.ReadToAsync(20);

        Assert.Equal(zero, camera.Info.Start);
        Assert.Equal(Enumerable.Range(90_001, 20).Select(n => (long)n), camera.Pictures.Select(picture => picture.Number));
        Assert.InRange(camera.Pictures[0].Pts.TotalMinutes, 60, 60.2);
        Assert.All(camera.Pictures, picture => Assert.Equal(zero + picture.Pts, picture.Time, TimeSpan.FromMilliseconds(50)));
        Assert.InRange(camera.Source.Statistics.Arrived, 20, 500);
    }
}
