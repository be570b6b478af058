using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Motion;

/// <summary>What the gate saw on one picture. Owned by the gate and valid until its next picture.</summary>
public sealed class MotionResult
{
    internal MotionResult(PictureSize size)
    {
        Size = size;
        Foreground = new byte[size.Area];
    }

    /// <summary>What a gate elsewhere saw: where something moves, without the foreground itself.</summary>
    public static MotionResult Of(PictureSize size, IEnumerable<Box> regions)
    {
        var result = new MotionResult(size) { IsOpen = true };
        result.Regions.AddRange(regions);
        return result;
    }

    /// <summary>Size of the gate plane.</summary>
    public PictureSize Size { get; }

    /// <summary>Whether the picture goes to a detector.</summary>
    public bool IsOpen { get; internal set; }

    /// <summary>Share of the picture that moves, 0..1.</summary>
    public float ForegroundShare { get; internal set; }

    /// <summary>Row by row, <see cref="Size"/> bytes: 255 where something moves, else 0.</summary>
    public byte[] Foreground { get; }

    /// <summary>Where something moves: boxes that together cover the foreground.</summary>
    public List<Box> Regions { get; } = [];
}
