using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Benchmarks.Clips;

/// <summary>A generated scene, encoded.</summary>
internal abstract record SceneClip(PictureSize Size, int Pictures, int FramesPerSecond, int KeyInterval)
    : ClipRecipe(Size, Pictures, FramesPerSecond, KeyInterval)
{
    protected abstract Scene Scene { get; }

    /// <summary>Constant rate factor of x264.</summary>
    protected abstract int Quality { get; }

    /// <summary>Of a live camera, what it sends a second at most; null without a limit.</summary>
    protected virtual int? MostKilobits => null;

    public override async Task MakeAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await SceneEncoder.EncodeAsync(Scene, path, zeroLatency: true, Quality, KeyInterval, MostKilobits, cancellationToken: cancellationToken);
        }
        catch (IOException failure)
        {
            throw new BenchException($"clip {path}: {failure.Message}");
        }
    }
}

/// <summary>
/// The street of the demo: people and vehicles both ways, shadows, clouds, sensor noise. Encoded as cameras send it (H.264,
/// zero latency, no B-frames), at the rate that they are set to for this size: 2 to 3 Mbit/s at 768x576, 8 to 12 at 1920x1080.
/// </summary>
internal sealed record BusyClip(PictureSize Size, int Pictures) : SceneClip(Size, Pictures, FramesPerSecond: 25, WholeClip)
{
    private const int LargePixels = 1_000_000;

    public override string Name => "busy";

    public override bool Decides => true;

    protected override int Quality => Size.Area > LargePixels ? 21 : 20;

    protected override Scene Scene => StreetScene.Create(seed: 1, Size, FramesPerSecond, (double)Pictures / FramesPerSecond);
}

/// <summary>
/// What a live camera of this size sends of that street: a key frame every two seconds, at most a megabit a second, as they are
/// set to, and less where nothing happens.
/// </summary>
/// <param name="Passing">Who comes.</param>
internal sealed record LiveClip(PictureSize Size, int Pictures, int FramesPerSecond, Passing Passing)
    : SceneClip(Size, Pictures, FramesPerSecond, KeyInterval: 2 * FramesPerSecond)
{
    private const double CarEvery = 20;

    protected override int Quality => 25;

    protected override int? MostKilobits => 1000;

    public override string Name => $"live-{Passing.ToString().ToLowerInvariant()}";

    public override bool Decides => true;

    protected override Scene Scene => Passing == Passing.Many
        ? StreetScene.Create(seed: 1, Size, FramesPerSecond, (double)Pictures / FramesPerSecond)
        : StreetScene.Quiet(Size, FramesPerSecond, (double)Pictures / FramesPerSecond, Passing == Passing.Some ? CarEvery : null);
}

/// <summary>Who comes past a camera.</summary>
internal enum Passing
{
    /// <summary>People and vehicles at all times.</summary>
    Many = 0,

    /// <summary>A car for a tenth of the time.</summary>
    Some = 1,

    /// <summary>Nobody.</summary>
    Nobody = 2,
}
