using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Vision.Rendering;

namespace Orleans.Camera.Vision.Tests.Rendering;

public sealed class AnnotatedVideoTests
{
    private static readonly PictureSize _size = new(64, 48);

    [Fact]
    public async Task A_player_finds_H264_in_the_right_size_length_and_colours()
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder["a.mp4"], [0, 0.1, 0.2, 0.3, 0.4], rate: 10);

        Assert.Equal(["h264", "64", "48", "yuv420p", "5"], await ProbeAsync(folder["a.mp4"]));
        var pixels = await PixelsAsync(folder["a.mp4"]);
        Assert.Equal(5 * 64 * 48 * 3, pixels.Length);
        AssertNear([200, 40, 90], pixels.AsSpan(((24 * 64) + 32) * 3, 3));
    }

    [Fact]
    public async Task A_picture_stays_until_the_next_one_is_due()
    {
        using var folder = new TemporaryFolder();

        await WriteAsync(folder["a.mp4"], [0, 0.1, 0.5, 0.6], rate: 10);

        Assert.Equal("7", (await ProbeAsync(folder["a.mp4"]))[4]);
    }

    [Fact]
    public async Task After_an_outage_of_hours_the_video_goes_on_after_five_seconds()
    {
        using var folder = new TemporaryFolder();

        await WriteAsync(folder["a.mp4"], [0, 0.5, 7200, 7200.5], rate: 2);

        Assert.Equal("13", (await ProbeAsync(folder["a.mp4"]))[4]);
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_told_in_one_line()
    {
        using var folder = new TemporaryFolder();

        var fault = await Assert.ThrowsAsync<IOException>(() => WriteAsync(folder["none/a.mp4"], [.. Enumerable.Range(0, 200).Select(i => i / 10.0)], rate: 10));

        Assert.Contains("cannot be written", fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private static async Task WriteAsync(string path, double[] times, double rate)
    {
        var canvas = new Canvas(_size);
        for (var i = 0; i < _size.Area; i++)
        {
            new byte[] { 200, 40, 90 }.CopyTo(canvas.Writable[(i * 3)..]);
        }

        await using var video = AnnotatedVideo.Create(path, _size, rate);
        foreach (var time in times)
        {
            await video.AddAsync(canvas, TimeSpan.FromSeconds(time), CancellationToken.None);
        }

        await video.CompleteAsync(CancellationToken.None);
    }

    private static async Task<string[]> ProbeAsync(string path)
    {
        var probe = await ProgramRun.OfAsync(
            "ffprobe", ["-v", "error", "-count_frames", "-show_entries", "stream=codec_name,width,height,pix_fmt,nb_read_frames", "-of", "csv=p=0", path]);
        return probe.Text.Trim().Split(',');
    }

    private static async Task<byte[]> PixelsAsync(string path) =>
        (await ProgramRun.OfAsync("ffmpeg", ["-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"])).Output;

    private static void AssertNear(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.InRange(actual[i], expected[i] - 8, expected[i] + 8);
        }
    }
}
