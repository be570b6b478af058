using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Models;

/// <summary>Order of the channels of a model's input.</summary>
public enum ColourOrder
{
    Rgb = 0,
    Bgr = 1,
}

/// <summary>How a picture is brought to the size of a model's input.</summary>
public enum PicturePlacement
{
    /// <summary>Aspect ratio kept, in the middle, the rest padded.</summary>
    Center = 0,

    /// <summary>Aspect ratio kept, in the top left corner, the rest padded.</summary>
    TopLeft = 1,

    /// <summary>Stretched over the whole input.</summary>
    Stretch = 2,
}

/// <summary>
/// What a model expects as its input: every value is (pixel · <see cref="Scale"/> − mean) / std, pixels being 0..255.
/// </summary>
public sealed record ModelInput
{
    /// <summary>Width and height; null to take what the model says.</summary>
    public PictureSize? Size { get; init; }

    public ColourOrder Colour { get; init; } = ColourOrder.Rgb;

    public PicturePlacement Placement { get; init; } = PicturePlacement.Center;

    /// <summary>Factor on pixels; 1/255 unless the model says otherwise.</summary>
    public float Scale { get; init; } = 1f / 255f;

    /// <summary>One value a channel, in the model's order.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0, 0, 0];

    /// <summary>One value a channel, in the model's order; none is 0.</summary>
    public IReadOnlyList<float> Std { get; init; } = [1, 1, 1];

    /// <summary>Grey value of the padding, 0..255.</summary>
    public byte Pad { get; init; } = 114;
}
