using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Cli.Parsing;

/// <summary>The text of <c>--line</c>: <c>NAME=x1,y1,x2,y2</c>.</summary>
internal static class LineText
{
    private const string Form = "NAME=x1,y1,x2,y2";

    /// <exception cref="UsageException">It is no line: wrong count of numbers, a coordinate outside 0..1, equal ends.</exception>
    public static LineZoneDefinition Parse(string text, Anchor anchor)
    {
        var (name, numbers) = Values.Shape("--line", text, Form);
        if (numbers is not [var x1, var y1, var x2, var y2])
        {
            throw new UsageException($"--line {name} has {numbers.Length} coordinates, not 4: write it as {Form}");
        }

        return x1 != x2 || y1 != y2
            ? new LineZoneDefinition { Name = name, Start = new(x1, y1), End = new(x2, y2), Anchor = anchor }
            : throw new UsageException($"--line {name} starts and ends at {x1},{y1}: a line needs two different ends.");
    }

    /// <summary>The line where none is asked for: across the middle, so that downwards is <c>in</c>.</summary>
    public static LineZoneDefinition Middle(Anchor anchor) =>
        new() { Name = "middle", Start = new(0, 0.5f), End = new(1, 0.5f), Anchor = anchor };
}
