using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Motion;
using Orleans.Camera.Core.Pipeline;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>What the pipeline counted in a scene with the motion detector.</summary>
public sealed record SceneCount(PipelineTotals Totals, IReadOnlyList<Crossing> Crossings, IReadOnlyList<ZoneEvent> ZoneEvents)
{
    /// <summary>Counts a scene from its pixels.</summary>
    /// <param name="inspect">Sees the result of every picture.</param>
    public static async Task<SceneCount> OfAsync(Scene scene, Action<PictureResult>? inspect = null)
    {
        ArgumentNullException.ThrowIfNull(scene);
        await using var source = new SceneFrameSource(scene);
        var info = await source.OpenAsync(CancellationToken.None);
        using var detector = new MotionDetector(info.Layout.Gate);
        var pipeline = new CountingPipeline(new CountingPlan { Lines = scene.Lines, Zones = scene.Zones }, detector, info.Layout);
        var crossings = new List<Crossing>();
        var zoneEvents = new List<ZoneEvent>();
        while (await source.ReadAsync(CancellationToken.None) is { Frame: { } frame })
        {
            using (frame)
            {
                Take(await pipeline.ProcessAsync(frame, CancellationToken.None));
            }
        }

        Take(pipeline.Finish());
        return new SceneCount(pipeline.Totals, crossings, zoneEvents);

        void Take(PictureResult result)
        {
            crossings.AddRange(result.Crossings);
            zoneEvents.AddRange(result.ZoneEvents);
            inspect?.Invoke(result);
        }
    }

    /// <summary>What differs from the truth, line by line; empty where all is right.</summary>
    public IReadOnlyList<string> Faults(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var truth = SceneTruth.Crossings(scene);
        var faults = new List<string>();
        foreach (var line in scene.Lines)
        {
            foreach (var direction in Enum.GetValues<Direction>())
            {
                var counted = Crossings.Count(crossing => crossing.Line == line.Name && crossing.Direction == direction);
                var expected = truth.Count(line.Name, direction);
                if (counted != expected)
                {
                    faults.Add($"{scene.Name}, seed {scene.Seed}: {line.Name} counted {counted} {direction}, truth {expected}");
                }
            }
        }

        return faults;
    }
}
