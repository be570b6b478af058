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

        ImagePoint[] corners = [.. numbers.Chunk(2).Select(pair => new ImagePoint(pair[0], pair[1]))];
        return Polygon.FaultOf(corners) is { } fault
            ? throw new UsageException($"--zone {name} {fault}.")
            : new ZoneDefinition { Name = name, Polygon = corners, Anchor = anchor };
    }
}
