namespace Orleans.Camera.Core.Geometry;

/// <summary>The point of a box that counts.</summary>
public enum Anchor
{
    /// <summary>The middle of the lower edge: where an object touches the ground.</summary>
    BottomCenter = 0,

    /// <summary>The middle of the box.</summary>
    Center = 1,
}
