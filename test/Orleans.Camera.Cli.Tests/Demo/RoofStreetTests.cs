using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Core.Pipeline;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Cli.Tests.Demo;

/// <summary>The street that the live demo shows.</summary>
public sealed class RoofStreetTests
{
    private static readonly PictureSize _size = new(640, 360);

    [Fact]
    public void It_is_empty_at_both_ends_so_that_nobody_is_cut_where_it_begins_anew()
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var scene = Create(seed);

            Assert.Empty(scene.Boxes(0));
            Assert.Empty(scene.Boxes(scene.Length));
            Assert.InRange(SceneTruth.Crossings(scene).Count, 15, 60);
        }
    }

    [Fact]
    public async Task The_motion_detector_counts_it_right_on_nearly_every_seed()
    {
        var faults = new List<string>();
        for (var seed = 1; seed <= 12; seed++)
        {
            var scene = Create(seed);
            var truth = SceneTruth.Crossings(scene);
            var crossings = await CountAsync(scene);
            faults.AddRange(
                from line in scene.Lines
                from direction in Enum.GetValues<Direction>()
                let counted = crossings.Count(crossing => crossing.Line == line.Name && crossing.Direction == direction)
                where counted != truth.Count(line.Name, direction)
                select $"seed {seed}: {line.Name} {direction} {counted} of {truth.Count(line.Name, direction)}");
        }

        // One of 48.
        Assert.True(faults.Count <= 1, string.Join("; ", faults));
    }

    private static Scene Create(int seed) => StreetScene.Create(seed, _size, seconds: 120, view: StreetView.Roof);

    private static async Task<List<Crossing>> CountAsync(Scene scene)
    {
        await using var source = new SceneFrameSource(scene);
        var info = await source.OpenAsync(CancellationToken.None);
        using var detector = new MotionDetector(info.Layout.Gate);
        var lines = scene.Lines.Select(line => line with { Anchor = Anchor.Center }).ToList();
        var pipeline = new CountingPipeline(new CountingPlan { Lines = lines }, detector, info.Layout);
        var crossings = new List<Crossing>();
        while (await source.ReadAsync(CancellationToken.None) is { Frame: { } frame })
        {
            using (frame)
            {
                crossings.AddRange((await pipeline.ProcessAsync(frame, CancellationToken.None)).Crossings);
            }
        }

        return crossings;
    }
}
