namespace Orleans.Camera.Core.Geometry;

/// <summary>A point on a picture in relative coordinates: (0, 0) is the top left corner, (1, 1) the bottom right.</summary>
public readonly record struct ImagePoint(float X, float Y);
