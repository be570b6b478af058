namespace Orleans.Camera.Core.Geometry;

/// <summary>Width and height of a picture in pixels.</summary>
public readonly record struct PictureSize(int Width, int Height)
{
    public long Area => (long)Width * Height;

    public bool IsEmpty => Width <= 0 || Height <= 0;

    public override string ToString() => $"{Width}x{Height}";
}
