using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Core.Tests.Pipeline;

public class CountingPipelineTests
{
    private static readonly PictureSize Size = new(640, 360);
    private static readonly CountingPlan Plan = new()
    {
        Lines = [new LineZoneDefinition { Name = "middle", Start = new(0, 0.5f), End = new(1, 0.5f) }],
        Zones = [new ZoneDefinition { Name = "below", Polygon = [new(0, 0.5f), new(1, 0.5f), new(1, 1), new(0, 1)] }],
        HeatMap = true,
    };

    [Fact]
    public async Task An_object_that_walks_down_is_counted_in_at_the_picture_on_which_it_is_first_below_the_line()
    {
        var pipeline = new CountingPipeline(Plan, new ScriptedDetector(Walker), new FrameLayout(Size, default));

        var crossings = new List<Crossing>();
        for (var number = 1; number <= 20; number++)
        {
            using var frame = Picture(number);
            crossings.AddRange((await pipeline.ProcessAsync(frame, default)).Crossings);
        }

        crossings.AddRange(pipeline.Finish().Crossings);
        var crossing = Assert.Single(crossings);
        Assert.Equal(Direction.In, crossing.Direction);
        Assert.Equal(10, crossing.Frame); // its foot is at y = 0.505 then, and at 0.455 on the picture before
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(0.9), crossing.Time);
        var totals = pipeline.Totals;
        Assert.Equal((20, 20, 20), (totals.Frames, totals.MotionFrames, totals.DetectedFrames));
        Assert.Equal((1, 0), (totals.Lines[0].In, totals.Lines[0].Out));
        Assert.Equal((0, 1, 1), (totals.Zones[0].Occupancy, totals.Zones[0].Entered, totals.Zones[0].Left));
    }

    private static void Walker(Frame frame, List<Detection> detections)
    {
        var foot = 0.005f + (0.05f * frame.Number);
        detections.Add(new Detection(new Box(0.45f, foot - 0.25f, 0.52f, foot), Label: 0, Score: 0.8f));
    }

    private static Frame Picture(int number) => Frame.WithoutPicture(
        Size, number, TimeSpan.FromSeconds((number - 1) / 10.0), DateTimeOffset.UnixEpoch.AddSeconds((number - 1) / 10.0));
}
