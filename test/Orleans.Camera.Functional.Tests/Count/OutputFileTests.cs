using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Count;

public sealed class OutputFileTests(StreetClip clip) : IClassFixture<StreetClip>
{
    [Fact]
    public async Task Video_and_snapshot_show_the_whole_run_and_change_no_count()
    {
        var (video, picture) = (clip.InFolder("o.mp4"), clip.InFolder("o.png"));

        var plain = await CameraProcess.RunAsync("count", clip.Path, "--line", clip.Line, "--json");
        var drawn = await CameraProcess.RunAsync("count", clip.Path, "--line", clip.Line, "--json", "--annotate", video, "--snapshot", picture);

        Assert.Equal((0, string.Empty), (drawn.ExitCode, drawn.Error));
        Assert.Equal(plain.Text, drawn.Text);
        var size = clip.Scene.Size;
        Assert.Equal($"h264,{size.Width},{size.Height},{clip.Scene.Length}", await ProbeAsync(video));
        Assert.StartsWith($"png,{size.Width},{size.Height}", await ProbeAsync(picture));

        // The panel of counts lies in the upper left corner and darkens what is there.
        Assert.True(await CornerAsync(video) < 0.75 * await CornerAsync(clip.Path));
        Assert.True(await CornerAsync(picture) < 0.75 * await CornerAsync(clip.Path));
    }

    [Fact]
    public async Task Written_tracks_can_be_counted_again()
    {
        var tracks = clip.InFolder("tracks.txt");
        var first = CountRecords.Parse((await CameraProcess.RunAsync("count", clip.Path, "--line", clip.Line, "--json", "--tracks", tracks)).Lines);

        var again = CountRecords.Parse((await CameraProcess.RunAsync(
            "count", "--detections", tracks, "--size", $"{clip.Scene.Size}", "--fps", $"{clip.Scene.FramesPerSecond}", "--line", clip.Line, "--json")).Lines);

        Assert.NotEmpty(first.Crossings);
        Assert.Equal(first.Total(clip.LineName, "in"), again.Total(clip.LineName, "in"));
        Assert.Equal(first.Total(clip.LineName, "out"), again.Total(clip.LineName, "out"));
    }

    [Fact]
    public async Task Without_json_the_counts_are_a_table()
    {
        var run = await CameraProcess.RunAsync("count", clip.Path, "--line", clip.Line);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains(clip.LineName, run.Text);
        Assert.Contains($"{clip.Scene.Length} pictures", run.Text);
        Assert.DoesNotContain('\u001b', run.Text);
    }

    private static async Task<string> ProbeAsync(string path)
    {
        string[] arguments = ["-v", "error", "-count_frames", "-select_streams", "v", "-show_entries", "stream=codec_name,width,height,nb_read_frames", "-of", "csv=p=0", path];
        return (await ProgramRun.OfAsync("ffprobe", arguments)).Text.Trim();
    }

    /// <summary>Mean brightness of a square inside the panel, on the first picture.</summary>
    private static async Task<double> CornerAsync(string path)
    {
        string[] arguments = ["-v", "error", "-i", path, "-vf", "crop=24:8:10:10", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"];
        return (await ProgramRun.OfAsync("ffmpeg", arguments)).Output.Average(value => value);
    }
}
