using System.Diagnostics;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Count;

public sealed class InterruptionTests(StreetClip clip) : IClassFixture<StreetClip>
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task An_interrupted_count_ends_with_the_summary_so_far(string signal)
    {
        // The stream is never closed, so that only the signal can end the count.
        using var process = CameraProcess.Start("count", "-", "--json", "--zone", "all=0,0,1,0,1,1,0,1");
        var error = process.StandardError.ReadToEndAsync();
        await FeedAsync(process, clip.Path);
        var first = await process.StandardOutput.ReadLineAsync().WaitAsync(_longest);

        await ProgramRun.OfAsync("kill", ["-s", signal, process.Id.ToString()]);

        var rest = await process.StandardOutput.ReadToEndAsync().WaitAsync(_longest);
        await process.WaitForExitAsync().WaitAsync(_longest);
        Assert.Equal((130, string.Empty), (process.ExitCode, await error));
        var records = CountRecords.Parse([first!, .. rest.Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.True(records.Summary.GetProperty("frames").GetInt64() > 0);
    }

    [Fact]
    public async Task Control_C_on_a_terminal_reaches_only_the_program_and_not_its_children()
    {
        // A terminal sends the signal to the whole process group.
        using var process = CameraProcess.StartAsGroup("count", "-", "--json", "--zone", "all=0,0,1,0,1,1,0,1");
        var error = process.StandardError.ReadToEndAsync();
        await FeedAsync(process, clip.Path);
        await process.StandardOutput.ReadLineAsync().WaitAsync(_longest);

        await ProgramRun.OfAsync("kill", ["-s", "INT", "--", $"-{process.Id}"]);

        await process.StandardOutput.ReadToEndAsync().WaitAsync(_longest);
        await process.WaitForExitAsync().WaitAsync(_longest);
        Assert.Equal((130, string.Empty), (process.ExitCode, await error));
    }

    [Fact]
    public async Task An_interrupted_video_can_be_played()
    {
        var video = clip.InFolder("interrupted.mp4");
        using var process = CameraProcess.Start("count", "-", "--json", "--zone", "all=0,0,1,0,1,1,0,1", "--annotate", video);
        await FeedAsync(process, clip.Path);
        await process.StandardOutput.ReadLineAsync().WaitAsync(_longest);

        await ProgramRun.OfAsync("kill", ["-s", "INT", process.Id.ToString()]);
        await process.WaitForExitAsync().WaitAsync(_longest);

        Assert.Equal(130, process.ExitCode);
        var probe = await ProgramRun.OfAsync("ffprobe", ["-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", video]);
        Assert.Equal("h264", probe.Text.Trim());
    }

    /// <summary>Sends a clip as an endless stream would come, and leaves the input open.</summary>
    internal static async Task FeedAsync(Process process, string path)
    {
        var stream = await ProgramRun.OfAsync("ffmpeg", ["-v", "error", "-i", path, "-c", "copy", "-f", "mpegts", "pipe:1"]);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(stream.Output);
            await process.StandardInput.BaseStream.FlushAsync();
        }
        catch (IOException)
        {
            // The program has ended before it read everything; what it answered is what the test looks at.
        }
    }
}
