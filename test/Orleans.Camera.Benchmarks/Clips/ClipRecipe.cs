using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Benchmarks.Clips;

/// <summary>How a clip is made: always the same bytes from the same FFmpeg, 25 pictures a second.</summary>
/// <param name="Pictures">How many pictures it has.</param>
internal abstract record ClipRecipe(PictureSize Size, int Pictures)
{
    protected const int FramesPerSecond = 25;
    private const int Version = 2;

    /// <summary>What it shows.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the figures on this clip must be reached.</summary>
    public abstract bool Decides { get; }

    public string FileName => $"{Name}-{Size}-{Pictures}-v{Version}.mp4";

    /// <exception cref="BenchException">FFmpeg cannot make it.</exception>
    public abstract Task MakeAsync(string path, CancellationToken cancellationToken);
}

/// <summary>
/// The street of the demo: people and vehicles both ways, shadows, clouds, sensor noise. Encoded as cameras send it (H.264,
/// zero latency, no B-frames), at the rate that they are set to for this size: 2 to 3 Mbit/s at 768x576, 8 to 12 at 1920x1080.
/// </summary>
internal sealed record BusyClip(PictureSize Size, int Pictures) : ClipRecipe(Size, Pictures)
{
    private const int LargePixels = 1_000_000;

    public override string Name => "busy";

    public override bool Decides => true;

    public override async Task MakeAsync(string path, CancellationToken cancellationToken)
    {
        var scene = StreetScene.Create(seed: 1, Size, FramesPerSecond, (double)Pictures / FramesPerSecond);
        try
        {
            await SceneEncoder.EncodeAsync(
                scene, path, zeroLatency: true, quality: Size.Area > LargePixels ? 21 : 20, cancellationToken: cancellationToken);
        }
        catch (IOException failure)
        {
            throw new BenchException($"clip {path}: {failure.Message}");
        }
    }
}
