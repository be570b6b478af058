using Orleans.Camera.Core.Motion;
using Orleans.Camera.Core.Pipeline;
using Orleans.Camera.Core.State;

namespace Orleans.Camera.Core.Tests.Pipeline;

public class CountingPipelineRestoreTests
{
    private const int Pictures = 600;
    private const int BaseEvery = 40;
    private static readonly CountingPlan _plan = new()
    {
        Lines = [new() { Name = "middle", Start = new(0, 0.5f), End = new(1, 0.5f) }, new() { Name = "low", Start = new(1, 0.8f), End = new(0, 0.7f) }],
        Zones = [new() { Name = "right", Polygon = [new(0.5f, 0.2f), new(1, 0.2f), new(1, 0.9f), new(0.5f, 0.9f)] }],
        HeatMap = true,
    };

    [Fact]
    public async Task A_pipeline_that_dies_at_random_pictures_counts_what_an_undisturbed_one_counts()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var scene = new MovingSquares(seed);
            var whole = New();
            var expected = await Run(whole, scene, 1, Pictures);
            Assert.True(whole.Totals.Lines[0] is { In: >= 3, Out: >= 3 }, "the squares were not counted: the test proves nothing");
            Assert.InRange(whole.Totals.DetectedFrames, 100, Pictures - 50); // the gate closed as well

            var random = new Random(seed);
            var (actual, pipeline, checkpoint) = (new List<object>(), New(), new Checkpoint());
            for (var next = 1; next <= Pictures;)
            {
                var death = Math.Min(Pictures, next + random.Next(1, 60));
                for (; next <= death; next++)
                {
                    actual.AddRange(await Run(pipeline, scene, next, next));
                    checkpoint.Take(pipeline, withBase: next % BaseEvery == 1);
                }

                pipeline = checkpoint.Restore(New(), scene);
            }

            Assert.Equal(expected, actual);
            Assert.Equal(State(whole), State(pipeline));
        }
    }

    [Fact]
    public async Task The_delta_is_a_few_kilobytes_and_the_base_at_most_64()
    {
        var pipeline = New();
        await Run(pipeline, new MovingSquares(7), 1, 300);
        var (delta, whole) = (new StateWriter(), new StateWriter());
        pipeline.SaveDelta(delta);
        pipeline.SaveBase(whole);

        Assert.InRange(delta.Written.Length, 100, 8 * 1024);
        Assert.InRange(whole.Written.Length, 100, 64 * 1024);
    }

    [Fact]
    public async Task A_restored_pipeline_refuses_to_go_on_before_its_gate_has_seen_what_is_missing()
    {
        var scene = new MovingSquares(1);
        var (pipeline, checkpoint) = (New(), new Checkpoint());
        await Run(pipeline, scene, 1, 20);
        checkpoint.Take(pipeline, withBase: true);
        await Run(pipeline, scene, 21, 25);
        checkpoint.Take(pipeline, withBase: false);

        var restored = checkpoint.Load(New());
        Assert.Equal((20, 25), (restored.GateFrame, restored.LastFrame));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run(restored, scene, 26, 26));
        using var late = scene.Draw(26);
        Assert.Throws<InvalidOperationException>(() => restored.Replay(late));
    }

    [Fact]
    public async Task State_of_another_plan_is_refused()
    {
        var (pipeline, checkpoint) = (New(), new Checkpoint());
        await Run(pipeline, new MovingSquares(1), 1, 5);
        checkpoint.Take(pipeline, withBase: true);
        var other = new CountingPipeline(
            _plan with { Lines = [_plan.Lines[0] with { Name = "other" }, _plan.Lines[1]] },
            new MotionDetector(MovingSquares.Layout.Gate),
            MovingSquares.Layout);

        Assert.Throws<InvalidDataException>(() => checkpoint.Load(other));
    }

    [Fact]
    public async Task Damaged_state_is_refused_or_read_but_never_ends_in_another_fault()
    {
        var pipeline = New();
        await Run(pipeline, new MovingSquares(3), 1, 90);
        var writer = new StateWriter();
        pipeline.SaveDelta(writer);
        var (sound, random, refused) = (writer.Written.ToArray(), new Random(8), 0);
        for (var run = 0; run < 3000; run++)
        {
            var damaged = sound.AsSpan(0, random.Next(10) == 0 ? random.Next(sound.Length) : sound.Length).ToArray();
            for (var count = random.Next(1, 4); count > 0 && damaged.Length > 0; count--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                pipeline.RestoreDelta(new StateReader(damaged));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 300, 3000);
    }

    private static CountingPipeline New() => new(_plan, new MotionDetector(MovingSquares.Layout.Gate), MovingSquares.Layout);

    private static async Task<List<object>> Run(CountingPipeline pipeline, MovingSquares scene, int from, int to)
    {
        var events = new List<object>();
        for (var number = from; number <= to; number++)
        {
            using var frame = scene.Draw(number);
            var result = await pipeline.ProcessAsync(frame, default);
            events.AddRange(result.Crossings);
            events.AddRange(result.ZoneEvents);
            events.AddRange(result.Tracks.Select(track => (object)track));
        }

        return events;
    }

    private static byte[] State(CountingPipeline pipeline)
    {
        var writer = new StateWriter();
        pipeline.Save(writer);
        return writer.Written.ToArray();
    }

    private sealed class Checkpoint
    {
        private byte[] _base = [];
        private byte[] _delta = [];

        public void Take(CountingPipeline pipeline, bool withBase)
        {
            var writer = new StateWriter();
            pipeline.SaveDelta(writer);
            _delta = writer.Written.ToArray();
            if (withBase)
            {
                writer.Clear();
                pipeline.SaveBase(writer);
                _base = writer.Written.ToArray();
            }
        }

        public CountingPipeline Load(CountingPipeline pipeline)
        {
            pipeline.RestoreBase(new StateReader(_base));
            pipeline.RestoreDelta(new StateReader(_delta));
            return pipeline;
        }

        public CountingPipeline Restore(CountingPipeline pipeline, MovingSquares scene)
        {
            Load(pipeline);
            for (var number = (int)pipeline.GateFrame + 1; number <= pipeline.LastFrame; number++)
            {
                using var frame = scene.Draw(number);
                pipeline.Replay(frame);
            }

            return pipeline;
        }
    }
}
