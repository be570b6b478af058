using Orleans.Camera.Testing;

namespace Orleans.Camera.Functional.Tests.Count;

/// <summary>Clips of real places, whose truth was counted by people. Their frame numbers are those of the middle of a box.</summary>
public sealed class RealClipTests
{
    private const string Cars = "clips/car-top-view/car-detection.mp4";
    private const string People = "clips/one-by-one/one-by-one-person-detection.mp4";
    private const string Model = "models/yolox-nano/yolox_nano.onnx";
    private const int Tolerance = 10;

    [TestDataFact(Cars)]
    public async Task Four_cars_seen_from_above_are_counted_without_a_model()
    {
        var records = await CountAsync(Cars, "--line", "l=0,0.5,1,0.5");

        AssertFrames(records, "out", 79, 211);
        AssertFrames(records, "in", 207, 333);
    }

    [TestDataFact(Cars)]
    public async Task They_are_four_wherever_their_boxes_are_held()
    {
        var records = await CountAsync(Cars, "--line", "l=0,0.5,1,0.5", "--anchor", "bottom-center");

        Assert.Equal((2L, 2L), (records.Total("l", "in"), records.Total("l", "out")));
    }

    [TestDataFact(Model)]
    public async Task Six_people_who_come_singly_are_counted_with_a_model()
    {
        var records = await CountAsync(People, "--line", "l=0,0.694,1,0.694", "--anchor", "center", "--model", TestData.Path(Model));

        Assert.Equal((0L, 6L), (records.Total("l", "in"), records.Total("l", "out")));
        AssertFrames(records, "out", 67, 232, 508, 752, 929, 1242);
    }

    private static async Task<CountRecords> CountAsync(string clip, params string[] options)
    {
        var run = await CameraProcess.RunAsync(["count", TestData.Path(clip), "--json", .. options]);
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        return CountRecords.Parse(run.Lines);
    }

    private static void AssertFrames(CountRecords records, string direction, params long[] truth)
    {
        var frames = records.Crossings
            .Where(crossing => crossing.GetProperty("direction").GetString() == direction)
            .Select(crossing => crossing.GetProperty("frame").GetInt64())
            .Order()
            .ToList();
        Assert.Equal(truth.Length, frames.Count);
        Assert.All(truth.Zip(frames), pair => Assert.InRange(pair.Second, pair.First - Tolerance, pair.First + Tolerance));
    }
}
