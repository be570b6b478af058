using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Cli.Parsing;

/// <summary>The text of <c>--zone</c>: <c>NAME=x1,y1,x2,y2,x3,y3,...</c></summary>
internal static class ZoneText
{
    private const string Form = "NAME=x1,y1,x2,y2,x3,y3,...";
    private const int MostCorners = 100;

    /// <exception cref="UsageException">It is no zone: too few corners, a coordinate outside 0..1, edges that cross.</exception>
    public static ZoneDefinition Parse(string text, Anchor anchor)
    {
        var (name, numbers) = Values.Shape("--zone", text, Form);
        if (numbers.Length < 6 || numbers.Length % 2 != 0 || numbers.Length > 2 * MostCorners)
        {
            throw new UsageException($"--zone {name} has {numbers.Length} coordinates: it needs two for each of 3 to {MostCorners} corners, {Form}");
        }

        var corners = numbers.Chunk(2).Select(pair => new ImagePoint(pair[0], pair[1])).ToList();
        RequireSimple(name, corners);
        return new ZoneDefinition { Name = name, Polygon = corners, Anchor = anchor };
    }

    private static void RequireSimple(string name, List<ImagePoint> corners)
    {
        for (var i = 0; i < corners.Count; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Count]);
            if (a == b)
            {
                throw new UsageException($"--zone {name} has the corner {a.X},{a.Y} twice in a row.");
            }

            // Neighbouring edges share a corner; only those further apart can cross.
            for (var j = i + 2; j < corners.Count - (i == 0 ? 1 : 0); j++)
            {
                var (c, d) = (corners[j], corners[(j + 1) % corners.Count]);
                if (Touch(a, b, c, d))
                {
                    throw new UsageException($"--zone {name} crosses itself: the edge {i + 1} meets the edge {j + 1}. Give its corners in order around it.");
                }
            }
        }

        if (Math.Abs(DoubleArea(corners)) < 1e-6)
        {
            throw new UsageException($"--zone {name} has no area: its corners lie on one line.");
        }
    }

    private static bool Touch(ImagePoint a, ImagePoint b, ImagePoint c, ImagePoint d)
    {
        var (abc, abd, cda, cdb) = (Side(a, b, c), Side(a, b, d), Side(c, d, a), Side(c, d, b));
        return (abc * abd < 0 && cda * cdb < 0)
            || (abc == 0 && Within(a, b, c)) || (abd == 0 && Within(a, b, d))
            || (cda == 0 && Within(c, d, a)) || (cdb == 0 && Within(c, d, b));
    }

    private static int Side(ImagePoint a, ImagePoint b, ImagePoint p) =>
        Math.Sign((((double)b.X - a.X) * ((double)p.Y - a.Y)) - (((double)b.Y - a.Y) * ((double)p.X - a.X)));

    private static bool Within(ImagePoint a, ImagePoint b, ImagePoint p) =>
        p.X >= Math.Min(a.X, b.X) && p.X <= Math.Max(a.X, b.X) && p.Y >= Math.Min(a.Y, b.Y) && p.Y <= Math.Max(a.Y, b.Y);

    private static double DoubleArea(List<ImagePoint> corners)
    {
        double sum = 0;
        for (var i = 0; i < corners.Count; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Count]);
            sum += ((double)a.X * b.Y) - ((double)b.X * a.Y);
        }

        return sum;
    }
}
