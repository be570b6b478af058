using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Simulation.Footage;

namespace Orleans.Camera.Simulation.Checks;

/// <summary>What a recording counts when nothing disturbs it.</summary>
internal static class Reference
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Known = new(StringComparer.Ordinal);

    /// <summary>The crossings, as <see cref="Show"/> writes them.</summary>
    public static IReadOnlyList<string> Of(CameraDefinition camera)
    {
        if (!Known.TryGetValue(camera.Name, out var crossings))
        {
            Known[camera.Name] = crossings = Count(camera);
        }

        return crossings;
    }

    /// <summary>Everything that must be the same each time.</summary>
    public static string Show(CameraEvent counted) => counted is CrossingEvent crossing
        ? $"{crossing.Line} {crossing.Direction} {crossing.Label} at picture {crossing.Frame}, {crossing.Time:O}"
        : counted.ToString();

    private static List<string> Count(CameraDefinition camera)
    {
        var events = new List<CameraEvent>();
        CutQueue? queue = null;
        queue = new CutQueue(() => events.AddRange(queue!.Take()!.Events));
        var order = DefinitionText.OrderOf(camera with { RealTime = false });
        var tools = new CameraTools(
            new SimSources(world: null, TimeProvider.System, new SourceLog()), new SimDetectors(clock: null, seed: 0), TimeProvider.System, Seed: 0);
        new CameraRun(order, Checkpoint.Empty, tools, queue).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        return events.Count > 0 ? [.. events.Select(Show)] : throw new InvalidOperationException($"Nothing crosses on {camera.Name}.");
    }
}
