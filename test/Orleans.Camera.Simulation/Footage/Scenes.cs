using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Simulation.Footage;

/// <summary>The four cameras of every schedule.</summary>
internal static class Scenes
{
    public const double FramesPerSecond = 5;

    /// <summary>Pictures of a recording: 45 s.</summary>
    public const int Length = 225;

    /// <summary>The live camera's name.</summary>
    public const string Live = "live";

    /// <summary>Its counts depend on what its motion gate has learnt.</summary>
    public const string Gated = "gated";

    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(1 / FramesPerSecond);

    public static IReadOnlyList<CameraDefinition> All { get; } =
        [Make("file-1", "file:1", "script"), Make("file-2", "file:2", "slow script"), Make(Gated, "file:gated", IDetectors.Motion), Make(Live, "live:1", "script")];

    /// <summary>Where things are at a moment: to and fro, at paces that do not fit together.</summary>
    /// <param name="scene">Shifts everything.</param>
    /// <param name="at">Time of the picture.</param>
    public static IEnumerable<(int Label, Box Box)> Things(int scene, TimeSpan at)
    {
        var seconds = at.TotalSeconds + (scene * 1.7);
        yield return (0, Around(0.1f + (0.8f * Swing(seconds / 3.1)), 0.3f));
        yield return (1, Around(0.1f + (0.8f * Swing((seconds / 4.7) + 0.4)), 0.7f));
    }

    private static float Swing(double turns)
    {
        var part = turns / 2 % 1;
        return (float)(part < 0.5 ? part * 2 : 2 - (part * 2));
    }

    private static Box Around(float x, float y) => new(x - 0.06f, y - 0.1f, x + 0.06f, y + 0.1f);

    private static CameraDefinition Make(string name, string source, string detector) => new()
    {
        Name = name,
        Source = source,
        Detector = detector,
        Lines = [new LineDefinition("door", 0.5f, 0.95f, 0.5f, 0.05f)],
        RealTime = true,
    };
}
