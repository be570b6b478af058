namespace Orleans.Camera.Core.Geometry;

/// <summary>
/// A directed segment on a picture, with lengths in units of the picture's height. Left and right are meant as seen on the
/// picture by somebody who walks from start to end.
/// </summary>
public sealed class LineSegment
{
    private readonly double _aspect;
    private readonly double _startX;
    private readonly double _startY;
    private readonly double _dx;
    private readonly double _dy;

    /// <param name="start">Where the arrow starts, in relative coordinates.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="aspect">Width of the picture divided by its height.</param>
    /// <exception cref="ArgumentException">Start and end are the same, or a coordinate is no finite number.</exception>
    public LineSegment(ImagePoint start, ImagePoint end, float aspect)
    {
        (_aspect, _startX, _startY) = (aspect, start.X * (double)aspect, start.Y);
        var (dx, dy) = ((end.X * (double)aspect) - _startX, end.Y - _startY);
        Length = Math.Sqrt((dx * dx) + (dy * dy));
        if (!(Length > 0) || double.IsInfinity(Length))
        {
            throw new ArgumentException("A line needs two different ends.", nameof(end));
        }

        (_dx, _dy) = (dx / Length, dy / Length);
    }

    /// <summary>Length in picture heights.</summary>
    public double Length { get; }

    /// <summary>Unit vector from the line to its right-hand side; y grows downwards.</summary>
    public (double X, double Y) RightNormal => (-_dy, _dx);

    /// <summary>Distance from the infinite line, in picture heights: positive on its right, negative on its left.</summary>
    public double DistanceToRight(ImagePoint point) =>
        ((point.Y - _startY) * _dx) - (((point.X * _aspect) - _startX) * _dy);

    /// <summary>The foot of the perpendicular from a point: 0 at the start, 1 at the end, beyond them outside 0..1.</summary>
    public double Along(ImagePoint point) =>
        ((((point.X * _aspect) - _startX) * _dx) + ((point.Y - _startY) * _dy)) / Length;

    /// <summary>Whether a point lies in the band between the perpendiculars at the two ends.</summary>
    public bool IsAbreast(ImagePoint point) => Along(point) is >= 0 and <= 1;

    /// <summary>Where the straight path between two points on different sides meets the infinite line, as by <see cref="Along"/>.</summary>
    public double MeetingPoint(ImagePoint from, ImagePoint to)
    {
        var (before, after) = (DistanceToRight(from), DistanceToRight(to));
        var share = before / (before - after);
        var (first, last) = (Along(from), Along(to));
        return first + (share * (last - first));
    }
}
