using System.Numerics;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>Lines, boxes and polygons with soft edges: a pixel's share is its distance to the shape's edge, cut to 0..1.</summary>
internal static class CanvasShapes
{
    /// <summary>A line with round ends.</summary>
    public static void Line(this Canvas canvas, Vector2 from, Vector2 to, float thickness, Colour colour, float opacity = 1)
    {
        var radius = thickness / 2;
        var reach = radius + 1;
        var along = to - from;
        var length = along.LengthSquared();
        var (top, bottom) = Range(Math.Min(from.Y, to.Y) - reach, Math.Max(from.Y, to.Y) + reach, canvas.Size.Height);
        for (var y = top; y < bottom; y++)
        {
            // Only the piece of the line that is near this row can colour it.
            var (t0, t1) = PieceNear(y + 0.5f, from.Y, along.Y, reach);
            var (x0, x1) = (from.X + (along.X * t0), from.X + (along.X * t1));
            var (left, right) = Range(Math.Min(x0, x1) - reach, Math.Max(x0, x1) + reach, canvas.Size.Width);
            for (var x = left; x < right; x++)
            {
                var point = new Vector2(x + 0.5f, y + 0.5f);
                var t = length > 0 ? Math.Clamp(Vector2.Dot(point - from, along) / length, 0, 1) : 0;
                var distance = Vector2.Distance(point, from + (along * t));
                canvas.Blend(x, y, colour, Math.Clamp(radius - distance + 0.5f, 0, 1) * opacity);
            }
        }
    }

    /// <summary>Lines through the points in order; a soft dark seam keeps them visible on any ground.</summary>
    public static void Outline(this Canvas canvas, ReadOnlySpan<Vector2> points, bool isClosed, float thickness, Colour colour)
    {
        canvas.Polyline(points, isClosed, thickness * 1.9f, Palette.Ink, 0.35f);
        canvas.Polyline(points, isClosed, thickness, colour, 1);
    }

    public static void Polyline(
        this Canvas canvas, ReadOnlySpan<Vector2> points, bool isClosed, float thickness, Colour colour, float opacity)
    {
        for (var i = 1; i < points.Length; i++)
        {
            canvas.Line(points[i - 1], points[i], thickness, colour, opacity);
        }

        if (isClosed && points.Length > 2)
        {
            canvas.Line(points[^1], points[0], thickness, colour, opacity);
        }
    }

    /// <summary>A filled box with round corners.</summary>
    public static void Fill(this Canvas canvas, Vector2 from, Vector2 to, float radius, Colour colour, float opacity)
    {
        var center = (from + to) / 2;
        var half = ((to - from) / 2) - new Vector2(radius);
        var (top, bottom) = Range(from.Y, to.Y, canvas.Size.Height);
        var (left, right) = Range(from.X, to.X, canvas.Size.Width);
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var offset = Vector2.Abs(new Vector2(x + 0.5f, y + 0.5f) - center) - half;
                var distance = Vector2.Max(offset, Vector2.Zero).Length() + Math.Min(Math.Max(offset.X, offset.Y), 0) - radius;
                canvas.Blend(x, y, colour, Math.Clamp(0.5f - distance, 0, 1) * opacity);
            }
        }
    }

    /// <summary>A filled polygon, even-odd; its edges are hard, an outline softens them.</summary>
    public static void Fill(this Canvas canvas, ReadOnlySpan<Vector2> corners, Colour colour, float opacity)
    {
        Span<float> crossings = stackalloc float[corners.Length];
        for (var y = 0; y < canvas.Size.Height; y++)
        {
            var count = CrossingsOfRow(corners, y + 0.5f, crossings);
            crossings[..count].Sort();
            for (var i = 0; i + 1 < count; i += 2)
            {
                var left = Math.Max(0, (int)MathF.Ceiling(crossings[i] - 0.5f));
                var right = Math.Min(canvas.Size.Width, (int)MathF.Ceiling(crossings[i + 1] - 0.5f));
                for (var x = left; x < right; x++)
                {
                    canvas.Blend(x, y, colour, opacity);
                }
            }
        }
    }

    private static int CrossingsOfRow(ReadOnlySpan<Vector2> corners, float y, Span<float> crossings)
    {
        var count = 0;
        for (var i = 0; i < corners.Length; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Length]);
            if (a.Y <= y != b.Y <= y)
            {
                crossings[count++] = a.X + ((b.X - a.X) * (y - a.Y) / (b.Y - a.Y));
            }
        }

        return count;
    }

    private static (float From, float To) PieceNear(float y, float start, float along, float reach)
    {
        if (Math.Abs(along) < 1e-3f)
        {
            return (0, 1);
        }

        var (a, b) = ((y - reach - start) / along, (y + reach - start) / along);
        return (Math.Clamp(Math.Min(a, b), 0, 1), Math.Clamp(Math.Max(a, b), 0, 1));
    }

    // Pixels from..to that lie on the canvas; also for coordinates far outside what an integer holds.
    private static (int From, int To) Range(float from, float to, int limit) =>
        ((int)MathF.Floor(Math.Clamp(from, 0, limit)), (int)MathF.Ceiling(Math.Clamp(to, 0, limit)));
}
