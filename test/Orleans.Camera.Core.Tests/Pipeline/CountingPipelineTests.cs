using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
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

    [Fact]
    public async Task Only_wanted_labels_reach_the_tracker()
    {
        var detector = new ScriptedDetector(
            (_, found) =>
            {
                found.Add(new Detection(new Box(0.1f, 0.1f, 0.2f, 0.3f), Label: 0, Score: 0.9f));
                found.Add(new Detection(new Box(0.4f, 0.1f, 0.5f, 0.3f), Label: 1, Score: 0.9f));
                found.Add(new Detection(new Box(0.7f, 0.1f, 0.8f, 0.3f), Label: 99, Score: 0.9f));
            },
            "person",
            "car");
        var pipeline = new CountingPipeline(new() { Labels = ["car"] }, detector, new FrameLayout(Size, default));

        using var first = Picture(1);
        await pipeline.ProcessAsync(first, default);
        using var second = Picture(2);
        var result = await pipeline.ProcessAsync(second, default);

        Assert.Equal(1, Assert.Single(result.Tracks).Label);
        Assert.Equal(1, Assert.Single(result.Detections).Label);
    }

    [Fact]
    public async Task A_picture_on_which_the_detector_failed_can_be_given_again_and_counts_once()
    {
        var failures = 1;
        var detector = new ScriptedDetector((frame, found) =>
        {
            Walker(frame, found);
            if (frame.Number == 9 && failures-- > 0)
            {
                throw new ModelException("The model is away.");
            }
        });
        var pipeline = new CountingPipeline(Plan, detector, new FrameLayout(Size, default));

        var crossings = new List<Crossing>();
        for (var number = 1; number <= 20; number++)
        {
            using var frame = Picture(number);
            if (number == 9)
            {
                await Assert.ThrowsAsync<ModelException>(async () => await pipeline.ProcessAsync(frame, default));
            }

            crossings.AddRange((await pipeline.ProcessAsync(frame, default)).Crossings);
        }

        Assert.Single(crossings);
        Assert.Equal((20, 20), (pipeline.Totals.Frames, pipeline.Totals.DetectedFrames));
    }

    [Fact]
    public async Task A_vehicle_past_the_line_when_the_source_ends_is_counted_at_the_end()
    {
        var pipeline = new CountingPipeline(Plan, new ScriptedDetector(Walker), new FrameLayout(Size, default));
        for (var number = 1; number <= 11; number++)
        {
            using var frame = Picture(number);
            Assert.Empty((await pipeline.ProcessAsync(frame, default)).Crossings);
        }

        Assert.Equal(10, Assert.Single(pipeline.Finish().Crossings).Frame);
        Assert.Equal(0, pipeline.Totals.Zones[0].Occupancy);
        Assert.Empty(pipeline.Finish().Crossings);
    }

    [Fact]
    public async Task Nothing_is_allocated_per_picture_in_steady_state()
    {
        var scene = new MovingSquares(2);
        var pipeline = new CountingPipeline(Plan, new MotionDetector(MovingSquares.Layout.Gate), MovingSquares.Layout);
        long allocated = 0;
        var events = 0;
        for (var number = 1; number <= 900; number++)
        {
            using var frame = scene.Draw(number);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = await pipeline.ProcessAsync(frame, default);
            if (number > 400)
            {
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
                events += result.Crossings.Count + result.ZoneEvents.Count;
            }
        }

        Assert.True(events > 10);
        Assert.InRange(allocated, 0, events * 200); // the events themselves
    }

    [Fact]
    public async Task A_detector_that_answers_later_counts_alike()
    {
        var pipeline = new CountingPipeline(Plan, new LateDetector(), new FrameLayout(Size, default));
        for (var number = 1; number <= 20; number++)
        {
            using var frame = Picture(number);
            Assert.True((await pipeline.ProcessAsync(frame, default)).WasDetected);
        }

        Assert.Equal((1, 0), (pipeline.Totals.Lines[0].In, pipeline.Totals.Lines[0].Out));
    }

    [Fact]
    public async Task A_picture_is_taken_once_and_in_order()
    {
        var pipeline = new CountingPipeline(Plan, new ScriptedDetector(Walker), new FrameLayout(Size, default));
        using var frame = Picture(5);
        await pipeline.ProcessAsync(frame, default);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await pipeline.ProcessAsync(frame, default));
    }

    private static void Walker(Frame frame, List<Detection> detections)
    {
        var foot = 0.005f + (0.05f * frame.Number);
        detections.Add(new Detection(new Box(0.45f, foot - 0.25f, 0.52f, foot), Label: 0, Score: 0.8f));
    }

    private static Frame Picture(int number) => Frame.WithoutPicture(
        Size, number, TimeSpan.FromSeconds((number - 1) / 10.0), DateTimeOffset.UnixEpoch.AddSeconds((number - 1) / 10.0));

    private sealed class LateDetector : IObjectDetector
    {
        public IReadOnlyList<string> Labels { get; } = ["object"];

        public async ValueTask DetectAsync(Frame frame, MotionResult? motion, List<Detection> detections, CancellationToken cancellationToken)
        {
            await Task.Yield();
            Walker(frame, detections);
        }

        public void Dispose()
        {
        }
    }
}
