namespace Orleans.Camera.Core.Geometry;

/// <summary>
/// An axis-aligned box in relative coordinates. It may reach outside 0..1 where an object is cut by the picture's edge.
/// </summary>
public readonly record struct Box(float Left, float Top, float Right, float Bottom)
{
    public float Width => Right - Left;

    public float Height => Bottom - Top;

    public float Area => Math.Max(0, Width) * Math.Max(0, Height);

    public ImagePoint Center => new((Left + Right) / 2, (Top + Bottom) / 2);

    public ImagePoint At(Anchor anchor) => anchor == Anchor.Center ? Center : new((Left + Right) / 2, Bottom);

    public Box Intersect(in Box other) => new(
        Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom));

    public Box Union(in Box other) => new(
        Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    /// <summary>Intersection over union, 0..1; 0 where both boxes are empty.</summary>
    public float IntersectionOverUnion(in Box other)
    {
        var shared = Intersect(other);
        var intersection = shared.Area;
        var union = Area + other.Area - intersection;
        return union > 0 ? intersection / union : 0;
    }
}
