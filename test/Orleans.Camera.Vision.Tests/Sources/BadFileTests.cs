using System.Text;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Sources;

namespace Orleans.Camera.Vision.Tests.Sources;

public class BadFileTests
{
    private static readonly string[] Lines = ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=25"];

    [Fact]
    public async Task A_missing_file_is_named() =>
        Assert.Equal("no-such.mp4: there is no such file; check the path.", await Reading.FaultOfAsync("no-such.mp4"));

    [Theory]
    [InlineData("-i")]
    [InlineData("-version")]
    [InlineData("concat:a.mp4|b.mp4")]
    [InlineData("exec:touch owned")]
    public async Task What_looks_like_an_option_or_a_protocol_is_a_file_that_is_not_there(string name) =>
        Assert.Contains("there is no such file", await Reading.FaultOfAsync(name), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_whose_name_begins_like_an_option_is_read()
    {
        var folder = Clips.NewFolder();
        File.Copy(Clips.H264(), Path.Combine(folder, "-f%d:lavfi|a b.mp4"));

        var reading = await Reading.OfAsync(Path.Combine(folder, "-f%d:lavfi|a b.mp4"));

        Assert.Equal(100, reading.Pictures.Count);
    }

    [Fact]
    public async Task An_empty_file_says_so() =>
        Assert.Contains("the file is empty", await Reading.FaultOfAsync(Clips.File("empty.mp4", [])), StringComparison.Ordinal);

    [Theory]
    [InlineData("text.mp4", "This is no video.\n")]
    [InlineData("list.mp4", "ffconcat version 1.0\nfile '/etc/passwd'\n")]
    [InlineData("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n")]
    [InlineData("session.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n")]
    public async Task Text_and_playlists_are_no_video(string name, string text) => Assert.Contains(
        "it is no video that can be read", await Reading.FaultOfAsync(Clips.File(name, Encoding.ASCII.GetBytes(text))), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_without_pictures_says_so()
    {
        var sound = Clips.Get("sound.mp4", ["-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac"]);

        Assert.Contains("it has no pictures", await Reading.FaultOfAsync(sound), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_its_table_of_contents_says_so()
    {
        var clip = Clips.Get("late-table.mp4", [.. Lines, "-frames:v", "50", "-c:v", "libx264"]);
        var bytes = await File.ReadAllBytesAsync(clip);

        var fault = await Reading.FaultOfAsync(Clips.File("cut.mp4", bytes.AsSpan(0, bytes.Length * 6 / 10)));

        Assert.Contains("it is incomplete", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mp4", "-movflags", "+faststart")]
    [InlineData("mkv", "-c:v", "copy")]
    [InlineData("avi", "-c:v", "mpeg4")]
    public async Task A_file_that_breaks_off_gives_its_whole_pictures_then_a_gap_then_the_fault(string container, string option, string value)
    {
        var clip = Clips.Get($"whole.{container}", ["-i", Clips.H264(), "-c", "copy", option, value]);
        var whole = await Reading.OfAsync(clip);
        var bytes = await File.ReadAllBytesAsync(clip);

        var reading = await Reading.OfAsync(Clips.File($"broken.{container}", bytes.AsSpan(0, bytes.Length * 6 / 10)));

        Assert.InRange(reading.Pictures.Count, 40, 80);
        Assert.Equal(whole.Pictures.Take(reading.Pictures.Count - 4), reading.Pictures.SkipLast(4));
        var (after, _) = Assert.Single(reading.Gaps, gap => gap.AfterPictures == reading.Pictures.Count);
        Assert.Equal(reading.Pictures.Count, after);
        Assert.Contains("broke off after picture", reading.Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_in_the_middle_is_a_gap_and_reading_goes_on()
    {
        var bytes = await File.ReadAllBytesAsync(Clips.H264());
        bytes.AsSpan(bytes.Length / 2, 20_000).Clear();

        var reading = await Reading.OfAsync(Clips.File("damaged.mp4", bytes));

        Assert.Null(reading.Fault);
        Assert.InRange(reading.Pictures.Count, 70, 99);
        Assert.Equal(TimeSpan.FromMilliseconds(99 * 40), reading.Pictures[^1].Pts);
        Assert.Equal(100 - reading.Pictures.Count, reading.Gaps.Sum(gap => gap.Gap.Pictures));
        Assert.All(reading.Gaps, gap =>
        {
            Assert.Equal(reading.Info.Start + reading.Pictures[gap.AfterPictures - 1].Pts, gap.Gap.From);
            Assert.Equal(reading.Info.Start + reading.Pictures[gap.AfterPictures].Pts, gap.Gap.To);
            Assert.True(gap.Gap.To - gap.Gap.From > TimeSpan.FromMilliseconds(40));
        });
    }

    [Fact]
    public async Task Damage_that_was_patched_up_is_a_gap_as_well()
    {
        var bytes = await File.ReadAllBytesAsync(Clips.H264(pictures: 300));
        bytes.AsSpan(bytes.Length / 2, 400).Fill(0x5A);

        var reading = await Reading.OfAsync(Clips.File("scratched.mp4", bytes));

        Assert.Null(reading.Fault);
        Assert.InRange(reading.Gaps.Count, 1, 3);
        Assert.All(reading.Gaps, gap => Assert.InRange(gap.AfterPictures, 100, 260));
    }

    [Theory]
    [InlineData("1x1", 1, 1)]
    [InlineData("3x5", 3, 5)]
    [InlineData("333x77", 333, 77)]
    [InlineData("2x2000", 2, 2000)]
    public async Task Odd_and_tiny_sizes_are_read(string size, int width, int height)
    {
        var clip = Clips.Get($"size-{size}.mkv", ["-f", "lavfi", "-i", $"color=c=gray:s=2000x2000:r=25,format=yuv444p,crop={width}:{height}:exact=1", "-frames:v", "5", "-c:v", "ffv1"]);

        foreach (var picture in new[] { ColourPicture.None, ColourPicture.Native, ColourPicture.Within(64, 64) })
        {
            var reading = await Reading.OfAsync(clip, new() { Picture = picture });

            Assert.Equal(5, reading.Pictures.Count);
            Assert.Equal((width, height), (reading.Info.Layout.Source.Width, reading.Info.Layout.Source.Height));
        }
    }

    [Fact]
    public async Task Pictures_of_a_quarter_of_a_billion_pixels_are_refused()
    {
        var clip = Clips.File("huge.png", GreyPng.Of(16384, 16384));

        Assert.Contains("its pictures are too large", await Reading.FaultOfAsync(clip), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_size_that_changes_midway_changes_nothing_in_the_layout()
    {
        var parts = new[] { "320x240", "640x360", "160x120" }
            .Select(size => Clips.Get($"part-{size}.ts", ["-f", "lavfi", "-i", $"testsrc2=s={size}:r=25", "-frames:v", "25", "-c:v", "mpeg2video", "-b:v", "2M"]))
            .SelectMany(File.ReadAllBytes)
            .ToArray();

        foreach (var picture in new[] { ColourPicture.None, ColourPicture.Native })
        {
            var reading = await Reading.OfAsync(Clips.File("changing.ts", parts), new() { Picture = picture });

            Assert.InRange(reading.Pictures.Count, 70, 75);
            Assert.Equal(reading.Pictures.Count, reading.Statistics.Arrived);
            Assert.Equal((320, 240), (reading.Info.Layout.Source.Width, reading.Info.Layout.Source.Height));
            Assert.True(reading.Pictures.Zip(reading.Pictures.Skip(1)).All(pair => pair.First.Pts < pair.Second.Pts));
        }
    }
}
