using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Benchmarks.Clips;

/// <summary>A video that the contenders work through.</summary>
/// <param name="Name">For example <c>busy 768x576</c>.</param>
/// <param name="Decides">Whether the figures on this clip must be reached, or are shown for information.</param>
internal sealed record Clip(string Name, string Path, PictureSize Size, double FramesPerSecond, long Pictures, bool Decides)
{
    public long BytesPerPicture => new FileInfo(Path).Length / Math.Max(1, Pictures);
}
