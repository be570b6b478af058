namespace Orleans.Camera.Core.Geometry;

/// <summary>A simple polygon on a picture: its last corner joins its first, and no two edges meet but at shared corners.</summary>
public sealed class Polygon
{
    // Area of a triangle in relative units below which three corners lie on one line.
    private const double Flat = 1e-12;
    private readonly ImagePoint[] _corners;
    private readonly float _aspect;

    /// <param name="corners">At least three, in relative coordinates, in either sense of rotation.</param>
    /// <param name="aspect">Width of the picture divided by its height.</param>
    /// <exception cref="ArgumentException">The corners form no simple polygon.</exception>
    public Polygon(IReadOnlyList<ImagePoint> corners, float aspect)
    {
        ArgumentNullException.ThrowIfNull(corners);
        if (FaultOf(corners) is { } fault)
        {
            throw new ArgumentException($"The polygon {fault}.", nameof(corners));
        }

        _corners = [.. corners];
        _aspect = aspect;
        Size = (float)Math.Sqrt(Math.Abs(DoubleArea(_corners)) / 2 * aspect);
    }

    /// <summary>Side of the square of the same area, in picture heights.</summary>
    public float Size { get; }

    /// <summary>What is wrong with these corners, as the rest of a sentence; null where nothing is.</summary>
    public static string? FaultOf(IReadOnlyList<ImagePoint> corners)
    {
        ArgumentNullException.ThrowIfNull(corners);
        const int Most = 256;
        if (corners.Count is < 3 or > Most)
        {
            return $"has {corners.Count} corners; it must have from 3 to {Most}";
        }

        for (var first = 0; first < corners.Count; first++)
        {
            for (var second = first + 1; second < corners.Count; second++)
            {
                if (EdgesMeet(corners, first, second))
                {
                    return $"crosses or touches itself: its edge {first + 1} meets its edge {second + 1}. Give the corners in order around the zone";
                }
            }
        }

        return Math.Abs(DoubleArea(corners)) < Flat ? "has no area: its corners lie on one line" : null;
    }

    /// <summary>Whether a point is inside, by the even-odd rule.</summary>
    public bool Contains(ImagePoint point)
    {
        var inside = false;
        for (int current = 0, previous = _corners.Length - 1; current < _corners.Length; previous = current++)
        {
            var (a, b) = (_corners[current], _corners[previous]);
            if ((a.Y > point.Y) != (b.Y > point.Y)
                && point.X < a.X + (((double)point.Y - a.Y) / ((double)b.Y - a.Y) * ((double)b.X - a.X)))
            {
                inside = !inside;
            }
        }

        return inside;
    }

    /// <summary>
    /// Distance to the nearest edge that does not run along the picture's own edge, in picture heights: nobody passes those.
    /// </summary>
    public float DistanceToOpenEdge(ImagePoint point)
    {
        var nearest = double.MaxValue;
        for (int current = 0, previous = _corners.Length - 1; current < _corners.Length; previous = current++)
        {
            var (from, to) = (_corners[previous], _corners[current]);
            if (!IsBorder(from.X, to.X) && !IsBorder(from.Y, to.Y))
            {
                nearest = Math.Min(nearest, SquaredDistance(point, from, to));
            }
        }

        return (float)Math.Sqrt(nearest);
    }

    private static bool IsBorder(float from, float to)
    {
        const float Border = 0.005f;
        return (from <= Border && to <= Border) || (from >= 1 - Border && to >= 1 - Border);
    }

    private double SquaredDistance(ImagePoint point, ImagePoint from, ImagePoint to)
    {
        var (dx, dy) = (((double)to.X - from.X) * _aspect, (double)to.Y - from.Y);
        var (px, py) = (((double)point.X - from.X) * _aspect, (double)point.Y - from.Y);
        var along = Math.Clamp(((px * dx) + (py * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
        var (rx, ry) = (px - (along * dx), py - (along * dy));
        return (rx * rx) + (ry * ry);
    }

    private static double DoubleArea(IReadOnlyList<ImagePoint> corners)
    {
        double sum = 0;
        for (int current = 0, previous = corners.Count - 1; current < corners.Count; previous = current++)
        {
            sum += ((double)corners[previous].X * corners[current].Y) - ((double)corners[current].X * corners[previous].Y);
        }

        return sum;
    }

    /// <summary>Whether two edges have a point in common that is not the corner they share.</summary>
    private static bool EdgesMeet(IReadOnlyList<ImagePoint> corners, int first, int second)
    {
        var (a, b) = (corners[first], corners[(first + 1) % corners.Count]);
        var (c, d) = (corners[second], corners[(second + 1) % corners.Count]);
        if (second == first + 1)
        {
            return Turns(a, b, d) == 0 && Dot(b, a, d) >= 0; // folds back on itself, or is a point
        }

        if (first == 0 && second == corners.Count - 1)
        {
            return Turns(c, a, b) == 0 && Dot(a, c, b) >= 0;
        }

        var (side1, side2, side3, side4) = (Turns(a, b, c), Turns(a, b, d), Turns(c, d, a), Turns(c, d, b));
        return (side1 != side2 && side3 != side4)
            || (side1 == 0 && IsWithin(a, b, c)) || (side2 == 0 && IsWithin(a, b, d))
            || (side3 == 0 && IsWithin(c, d, a)) || (side4 == 0 && IsWithin(c, d, b));
    }

    private static int Turns(ImagePoint a, ImagePoint b, ImagePoint c) =>
        Math.Sign((((double)b.X - a.X) * ((double)c.Y - a.Y)) - (((double)b.Y - a.Y) * ((double)c.X - a.X)));

    private static double Dot(ImagePoint origin, ImagePoint a, ImagePoint b) =>
        (((double)a.X - origin.X) * ((double)b.X - origin.X)) + (((double)a.Y - origin.Y) * ((double)b.Y - origin.Y));

    private static bool IsWithin(ImagePoint a, ImagePoint b, ImagePoint point) =>
        point.X >= Math.Min(a.X, b.X) && point.X <= Math.Max(a.X, b.X)
        && point.Y >= Math.Min(a.Y, b.Y) && point.Y <= Math.Max(a.Y, b.Y);
}
