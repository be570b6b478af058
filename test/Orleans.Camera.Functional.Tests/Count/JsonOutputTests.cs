using Orleans.Camera.Core.Counting;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Functional.Tests.Count;

public sealed class JsonOutputTests(StreetClip clip) : IClassFixture<StreetClip>
{
    [Fact]
    public async Task Every_line_is_a_record_as_described_and_the_counts_are_the_true_ones()
    {
        var run = await CameraProcess.RunAsync("count", clip.Path, "--line", clip.Line, "--zone", "all=0,0,1,0,1,1,0,1", "--json");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        var records = CountRecords.Parse(run.Lines);
        var truth = SceneTruth.Crossings(clip.Scene);
        Assert.NotEmpty(truth);
        Assert.Equal(truth.Count(clip.LineName, Direction.In), records.Total(clip.LineName, "in"));
        Assert.Equal(truth.Count(clip.LineName, Direction.Out), records.Total(clip.LineName, "out"));
        Assert.Equal(truth.Count, records.Crossings.Count);
        Assert.Equal(clip.Scene.Length, records.Summary.GetProperty("frames").GetInt64());
        Assert.Equal(clip.Scene.Length / clip.Scene.FramesPerSecond, records.Summary.GetProperty("seconds").GetDouble(), tolerance: 0.1);
        Assert.NotEmpty(records.ZoneEvents);
    }

    [Fact]
    public async Task Recorded_boxes_count_without_any_picture()
    {
        var boxes = clip.InFolder("walk.txt");
        await File.WriteAllLinesAsync(boxes, Enumerable.Range(1, 40).Select(i => $"{i},-1,{300},{i * 10},40,90,0.9,-1,-1,-1"));

        var run = await CameraProcess.RunAsync("count", "--detections", boxes, "--size", "640x480", "--fps", "10", "--json");

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        var records = CountRecords.Parse(run.Lines);
        Assert.Equal((1L, 0L), (records.Total("middle", "in"), records.Total("middle", "out")));

        // The lower edge, at 10 i + 90, is past the middle of 480 from picture 16 on; sure is only what is clearly past it.
        Assert.InRange(Assert.Single(records.Crossings).GetProperty("frame").GetInt64(), 15, 18);
        Assert.Equal((40, 4.0), (records.Summary.GetProperty("frames").GetInt32(), records.Summary.GetProperty("seconds").GetDouble()));
    }

    [Fact]
    public async Task A_run_that_starts_later_numbers_its_pictures_as_the_whole_run_does()
    {
        const int Start = 11;
        var whole = CountRecords.Parse((await CameraProcess.RunAsync("count", clip.Path, "--json")).Lines);
        var later = CountRecords.Parse((await CameraProcess.RunAsync("count", clip.Path, "--json", "--start", $"{Start}")).Lines);

        Assert.Equal(whole.Summary.GetProperty("frames").GetInt64() - Start + 1, later.Summary.GetProperty("frames").GetInt64());
    }

    [Fact]
    public async Task A_reader_that_has_had_enough_ends_the_count_quietly()
    {
        using var process = CameraProcess.Start("count", "-", "--json", "--zone", "all=0,0,1,0,1,1,0,1");
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.Close();
        var feeding = InterruptionTests.FeedAsync(process, clip.Path);

        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await feeding;

        Assert.Equal((0, string.Empty), (process.ExitCode, await error));
    }
}
