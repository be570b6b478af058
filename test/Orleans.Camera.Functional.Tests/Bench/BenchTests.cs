using System.Text.Json;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Bench;

/// <summary>The benchmark as a program: its figures are only worth something if its meter misses nobody.</summary>
public sealed class BenchTests
{
    private const string Work = "i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done";

    [Fact]
    public async Task A_child_and_the_children_that_it_leaves_behind_are_measured()
    {
        var alone = await CpuOfAsync("sh", "-c", Work);
        var leftBehind = await CpuOfAsync("sh", "-c", $"({Work}) & exit 0");
        var waitedFor = await CpuOfAsync("sh", "-c", $"({Work}) & ({Work}) & wait");

        Assert.True(alone > 0.02, $"{alone} s is too little to tell anything");
        Assert.InRange(leftBehind, 0.5 * alone, 2 * alone);
        Assert.InRange(waitedFor, alone, 4 * alone);
    }

    [Fact]
    public async Task A_program_that_waits_costs_nothing() => Assert.InRange(await CpuOfAsync("sleep", "0.3"), 0, 0.1);

    [Fact]
    public async Task The_pipeline_is_measured_against_FFmpeg_on_the_readers_own_clip()
    {
        using var folder = new TemporaryFolder();
        var clip = folder["own.mp4"];
        var made = await ProgramRun.OfAsync(
            "ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=8", "-c:v", "libx264", "-preset", "ultrafast", clip]);
        Assert.Equal(0, made.ExitCode);

        var run = await RunAsync(
            "pipeline", "--clip", clip, "--runs", "1", "--only", "ffmpeg", "ours", "--json", "--results", folder["results.md"]);

        using var report = JsonDocument.Parse(run.Text);
        Assert.Equal(run.ExitCode == 0, report.RootElement.GetProperty("reached").GetBoolean());
        var contenders = report.RootElement.GetProperty("contenders").EnumerateArray().ToArray();
        Assert.Equal(["ffmpeg", "ours"], contenders.Select(contender => contender.GetProperty("key").GetString()));
        Assert.All(contenders, contender =>
            Assert.True(contender.GetProperty("cpuSecondsPerThousandPictures").GetProperty("median").GetDouble() > 0));
        var ratio = report.RootElement.GetProperty("measures").EnumerateArray()
            .Single(measure => measure.GetProperty("key").GetString() == "ours/ffmpeg");
        Assert.True(ratio.GetProperty("value").GetProperty("median").GetDouble() > 0.5);
        Assert.Contains("| ours / ffmpeg | own.mp4 320x240 |", await File.ReadAllTextAsync(folder["results.md"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--runs", "0", "--runs 0: it must be at least 1")]
    [InlineData("--pictures", "5", "--pictures 5: it must be at least 100")]
    public async Task Wrong_usage_says_what_is_right(string option, string value, string expected)
    {
        var run = await RunAsync("pipeline", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_that_is_not_there_is_named()
    {
        var run = await RunAsync("pipeline", "--clip", "/nowhere/clip.mp4");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("clip /nowhere/clip.mp4: no such file", run.Error, StringComparison.Ordinal);
    }

    private static async Task<double> CpuOfAsync(params string[] program)
    {
        var run = await RunAsync(["cpu", "--", .. program]);
        Assert.True(run.ExitCode == 0, run.Error);
        using var report = JsonDocument.Parse(run.Text);
        return report.RootElement.GetProperty("cpuSeconds").GetDouble();
    }

    private static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.OfAsync(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "camera-bench.dll"), .. arguments]);
}
