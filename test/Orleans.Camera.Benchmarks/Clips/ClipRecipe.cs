using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Benchmarks.Clips;

/// <summary>How a clip is made: always the same bytes from the same FFmpeg.</summary>
/// <param name="Pictures">How many pictures it has.</param>
/// <param name="FramesPerSecond">How many of them pass in a second.</param>
/// <param name="KeyInterval">Pictures from one key frame to the next, at most; cameras send one every second or two.</param>
internal abstract record ClipRecipe(PictureSize Size, int Pictures, int FramesPerSecond, int KeyInterval)
{
    /// <summary>A key interval beyond what matters to who reads a file.</summary>
    protected const int WholeClip = 250;
    private const int Version = 2;

    /// <summary>What it shows.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the figures on this clip must be reached.</summary>
    public abstract bool Decides { get; }

    public string FileName => $"{Name}-{Size}-{FramesPerSecond}-{KeyInterval}-{Pictures}-v{Version}.mp4";

    /// <exception cref="BenchException">FFmpeg cannot make it.</exception>
    public abstract Task MakeAsync(string path, CancellationToken cancellationToken);
}
